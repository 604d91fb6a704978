"""The capabilities that programs may use while they are drawn: `available`."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from haiway_conformance.adapter.capability import CAPABILITIES

__all__ = ("available", "only_available")

_AVAILABLE: Final = ContextVar("available capabilities", default=frozenset(CAPABILITIES))


def available() -> frozenset[str]:
    """Return the capabilities of the implementation under test.

    Returns:
        Those that the innermost `only_available` names; all of `CAPABILITIES` outside of any.
    """
    return _AVAILABLE.get()


@contextmanager
def only_available(present: Iterable[str]) -> Generator[None]:
    """Let programs be drawn for an implementation that has only some capabilities.

    Args:
        present: Its capabilities.

    Yields:
        Nothing.

    Example:
        >>> with only_available(["scope"]):
        ...     "spawn" in available()
        False
    """
    token = _AVAILABLE.set(frozenset(present))
    try:
        yield
    finally:
        _AVAILABLE.reset(token)
