"""What a test runner knows of the simulation that is about to run: `Session`, `session`."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

__all__ = ("Session", "in_session", "session")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What a test runner knows, and how it takes part.

    Attributes:
        name: The name of the test; empty outside of one.
        replay: The token of the only schedule to run; empty for all.
        schedules: The number of schedules, in place of a simulation's own; None for no other.
        show: How many passing schedules to show.
        shown: Called with the picture of each of these.
        remembered: Returns the tokens of schedules that have failed before, which are run first.
        remember: Called with the token of each schedule that fails.
        forget: Called with the token of each that passes now.
    """

    name: str = ""
    replay: str = ""
    schedules: int | None = None
    show: int = 0
    shown: Callable[[str], None] = print
    remembered: Callable[[], tuple[str, ...]] = tuple
    remember: Callable[[str], None] = lambda _: None
    forget: Callable[[str], None] = lambda _: None


_NONE: Final = Session()
_current: Final[ContextVar[Session]] = ContextVar("haiway_simulation_session")


def session() -> Session:
    """Return what the test runner knows; of nothing, outside of a test."""
    return _current.get(_NONE)


@contextmanager
def in_session(its: Session) -> Generator[None]:
    """Have simulations take part in a test; a context manager.

    Args:
        its: What the test runner knows.
    """
    token = _current.set(its)
    try:
        yield
    finally:
        _current.reset(token)
