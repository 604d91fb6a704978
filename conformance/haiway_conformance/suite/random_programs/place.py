"""The place in a random program where operations are drawn: `Place`."""

from dataclasses import dataclass, replace
from typing import Final, Self

__all__ = (
    "DEEPEST",
    "Place",
)

DEEPEST: Final = 4
"""How many scopes, tasks and handlers can be nested in each other."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place where operations are drawn.

    Attributes:
        depth: How many more levels may be nested here.
        tasks: The tasks that may be cancelled here.
        finite: Those among them that end by themselves, so that they may be awaited.
        handling: True within a handler.
    """

    depth: int
    tasks: tuple[str, ...] = ()
    finite: tuple[str, ...] = ()
    handling: bool = False

    def deeper(self) -> Self:
        """Return a place within this one, in another task or scope, where no task is awaited."""
        return replace(self, depth=self.depth - 1, finite=())
