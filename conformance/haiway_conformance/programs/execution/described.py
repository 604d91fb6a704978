"""Exceptions and other values as text that is the same in every run."""

import re
from asyncio import CancelledError
from typing import Final, cast

from haiway_conformance.programs.execution.failures import Failure

__all__ = ("CANCELLATION", "MASKED", "brought_along", "described", "masked")

CANCELLATION: Final = "CancelledError"
"""Every CancelledError as text, whatever its message and class: asyncio promises neither."""

MASKED: Final = "…"
"""Stands for the text that `masked` takes out."""

_VOLATILE: Final = re.compile(
    r"0x[0-9a-fA-F]+|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|Task-\d+"
    # A place in a file, as the repr of a task or coroutine has it.
    r"|(?:[A-Za-z]:)?(?:[/\\][^\s/\\'\"<>]+)+:\d+"
)


def described(error: BaseException) -> str:
    """Return an exception as text, without anything that differs from run to run.

    Args:
        error: The exception.

    Returns:
        The name of a `Failure`; `CANCELLATION`; of any other exception its class, and its message
        or members.
    """
    match error:
        case Failure() if error.genuine:
            return error.name
        case CancelledError():
            return CANCELLATION
        case Failure():
            return f"a copy of {error.name}"
        case BaseExceptionGroup():
            inner = ", ".join(described(each) for each in error.exceptions)
            return f"{type(error).__name__}[{inner}]"
        case _:
            text = masked(str(error))
            return f"{type(error).__name__}: {text}" if text else type(error).__name__


def brought_along(error: BaseException) -> str:
    """Name the program's exceptions among the causes and contexts of another exception.

    Args:
        error: The other exception.

    Returns:
        "with" and the names, or nothing.
    """
    names: list[str] = []
    seen: set[int] = set()
    left: list[BaseException | None] = [error.__cause__, error.__context__]
    while left:
        each = left.pop(0)
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, Failure) and each.genuine:
            names.append(each.name)
        if isinstance(each, BaseExceptionGroup):
            left += cast("BaseExceptionGroup[BaseException]", each).exceptions
        left += (each.__cause__, each.__context__)
    return f"with {', '.join(names)}" if names else ""


def masked(text: str) -> str:
    """Replace addresses, UUIDs, counters of tasks, and lines of files: they differ between runs.

    Args:
        text: Any text.
    """
    return _VOLATILE.sub(MASKED, text)
