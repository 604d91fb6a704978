"""The part that a test runner takes in simulations: `Session`, `session`."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Final

__all__ = ("Session", "in_session", "session")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The part that a test runner takes in the simulations of one test.

    Attributes:
        name: The name of the test; empty outside of one.
        replay: The token of the only schedule to run; empty for all.
        schedules: The number of schedules, in place of a simulation's own; None for no other.
        show: How many passing schedules to show.
        shown: Called with the picture of each of these.
        remembered: Returns the tokens of schedules that have failed before, which are run first.
        remember: Called with the token of each schedule that fails.
        guard: Entered around each simulation.
        check: Called after each run, with the exception that the main coroutine has raised, or
            None. It raises what is meant for the test runner, such as the end of its patience.
    """

    name: str = ""
    replay: str = ""
    schedules: int | None = None
    show: int = 0
    shown: Callable[[str], None] = print
    remembered: Callable[[], tuple[str, ...]] = tuple
    remember: Callable[[str], None] = lambda _: None
    guard: Callable[[], AbstractContextManager[None]] = nullcontext
    check: Callable[[BaseException | None], None] = lambda _: None


_NONE: Final = Session()

# No context variable: the threads and contexts of test runners (such as that of unittest's
# `IsolatedAsyncioTestCase`, which is made before the test begins) would not have its value.
_current: Final[list[Session]] = []


def session() -> Session:
    """Return what the test runner knows; of nothing, outside of a test."""
    return _current[-1] if _current else _NONE


@contextmanager
def in_session(its: Session) -> Generator[None]:
    """Have simulations take part in a test; a context manager.

    Args:
        its: What the test runner knows.
    """
    _current.append(its)
    try:
        yield
    finally:
        _current.pop()
