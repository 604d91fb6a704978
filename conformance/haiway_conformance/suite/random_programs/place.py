"""Where in a whole program something is drawn: `Place`."""

from dataclasses import dataclass, replace
from typing import Final, Self

__all__ = (
    "DEEPEST",
    "Place",
)

DEEPEST: Final = 4
"""How deep scopes, tasks and handlers lie within each other."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where operations are drawn.

    Attributes:
        depth: How much deeper it may still go.
        tasks: The tasks that may be asked to stop here.
        finite: Those among them that end by themselves: they may be awaited.
        handling: Whether it is within a handler.
    """

    depth: int
    tasks: tuple[str, ...] = ()
    finite: tuple[str, ...] = ()
    handling: bool = False

    def deeper(self) -> Self:
        """A place within this one, in another task or scope: what was spawned is not awaited."""
        return replace(self, depth=self.depth - 1, finite=())
