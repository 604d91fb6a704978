"""Exceptions and other values as text that is the same in every run."""

import re
from asyncio import CancelledError
from typing import Final, cast

from haiway_conformance.adapter import said_by
from haiway_conformance.programs.execution.failures import Failure

__all__ = (
    "CANCELLATION",
    "MASKED",
    "brought_along",
    "comparable",
    "described",
    "masked",
    "without_numbers",
)

CANCELLATION: Final = "CancelledError"
"""Every CancelledError as text, whatever its message and class: asyncio promises neither."""

MASKED: Final = "…"
"""Stands for the text that `masked` takes out."""

_VOLATILE: Final = re.compile(
    # A file, quoted; or a file and perhaps a line, as the repr of a task or coroutine has it.
    r"""(?<=['"])(?:[A-Za-z]:)?[/\\][^'"\n]*(?=['"])"""
    r"""|(?<![\w.])(?:[A-Za-z]:)?(?:[/\\][^\s/\\'"<>:,;()]+){2,}(?::\d+)?"""
    # An address or another number that a machine made: with a prefix, as a UUID, or long and bare.
    r"|\b0[xX][0-9a-fA-F]+"
    r"|\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b"
    r"|\b(?=[a-fA-F]*\d)[0-9a-fA-F]{8,}\b"
    # The name that asyncio gives a task, and the usual way to write a number that counts on.
    r"|\bTask-\d+"
    r"|#\d+\b"
)

_NUMBERED: Final = re.compile(r"\w*\d\w*")


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
            text = masked(said_by(error))
            return f"{type(error).__name__}: {text}" if text else type(error).__name__


def tells_cancellation(detail: str) -> bool:
    """Return whether the detail of an event says that CancelledError was raised.

    A CancelledError that the program itself raised has its own name, and is not meant.

    Example:
        >>> [*map(tells_cancellation, ("CancelledError", "raised CancelledError", "error1"))]
        [True, True, False]
        >>> tells_cancellation("raised the exception CancelledError")  # by a helper
        True
    """
    return detail.removeprefix("raised ").removeprefix("the exception ") == CANCELLATION


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
    """Replace what differs from run to run, or from machine to machine.

    That is addresses in any notation, UUIDs and other long numbers, counters (`Task-7`, `#7`), and
    files.

    Args:
        text: Any text.
    """
    return _VOLATILE.sub(MASKED, text)


def without_numbers(text: str) -> str:
    """Replace every word that has a digit in it, beside all that `masked` replaces.

    An implementation may number what it makes, or note the time.

    Args:
        text: Any text.
    """
    return _NUMBERED.sub(MASKED, masked(text))


def comparable(detail: str) -> str:
    """Return the detail of an event, or the end of a run, as far as two runs of it are the same.

    The message of an exception of the implementation may have numbers in it that count on from run
    to run. Exceptions of the program are named, and have no message.

    Args:
        detail: The detail.
    """
    head, colon, message = detail.partition(": ")
    return head + colon + without_numbers(message)
