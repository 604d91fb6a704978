"""The exceptions that programs raise on purpose, and exceptions as text."""

import re
from asyncio import CancelledError
from collections.abc import Callable
from typing import Final, Self, cast

from haiway_conformance.programs.operations import Failing

__all__ = ("FAILURES", "MASKED", "Failure", "brought_along", "described", "masked")

MASKED: Final = "…"  # stands for what `masked` takes out

_VOLATILE: Final = re.compile(
    r"0x[0-9a-fA-F]+|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|Task-\d+"
    # A place in a file, as the repr of a task or coroutine has it.
    r"|(?:[A-Za-z]:)?(?:[/\\][^\s/\\'\"<>]+)+:\d+"
)


class Failure(BaseException):
    """What a program raises on purpose.

    Attributes:
        name: Its name in the program.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
        self._made = 0

    @property
    def genuine(self) -> bool:
        """Whether it is the very object that the program made, and no copy."""
        return self._made == id(self)

    def mark(self) -> None:
        """Note that the program made this object."""
        self._made = id(self)


class FailedException(Failure, Exception):  # noqa: N818
    """An exception like most."""


class FalsyException(FailedException):
    """An exception that is false, as one is that has a length of 0."""

    def __bool__(self) -> bool:
        return False


class FailedTwin(FailedException):
    """An exception that equals all others of its class and has no hash, as a dataclass may be.

    Their arguments are equal, too.
    """

    __hash__ = None  # pyright: ignore[reportAssignmentType]

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.args = ("the same",)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FailedTwin)


class FailedLookup(FailedException, IndexError):  # noqa: N818
    """What a missing index raises."""


class FailedRuntime(FailedException, RuntimeError):  # noqa: N818
    """What a generator raises instead of a StopIteration."""


class FailedType(FailedException, TypeError):  # noqa: N818
    """What a wrong argument raises."""


class FailedStop(FailedException, StopAsyncIteration):
    """What ends an asynchronous iteration."""


class FailedTimeout(FailedException, TimeoutError):  # noqa: N818
    """What a time-out raises, though here none ran out."""


class FailedGroup(Failure, ExceptionGroup[FailedException]):
    """A group with one exception in it."""

    def __new__(cls, name: str) -> Self:
        """Make the group, and what is in it."""
        member = FailedException(f"{name}, in its group")
        member.mark()
        return super().__new__(cls, name, [member])


class CancelledFailure(Failure, CancelledError):  # noqa: N818
    """What a cancelled task raises, though here nobody asked it to stop."""


class InterruptFailure(Failure, KeyboardInterrupt):
    """What Ctrl-C raises."""


class ExitFailure(Failure, SystemExit):
    """What `sys.exit` raises."""


FAILURES: Final[dict[Failing, Callable[[str], Failure]]] = {
    "exception": FailedException,
    "falsy": FalsyException,
    "twin": FailedTwin,
    "base": Failure,
    "group": FailedGroup,
    "lookup": FailedLookup,
    "type": FailedType,
    "runtime": FailedRuntime,
    "stop": FailedStop,
    "timeout": FailedTimeout,
    "cancelled": CancelledFailure,
    "interrupt": InterruptFailure,
    "exit": ExitFailure,
}
"""How each kind of failure is made, from its name."""


def described(error: BaseException) -> str:
    """An exception as text, without anything that differs from run to run.

    Args:
        error: The exception.
    """
    match error:
        case Failure():
            return error.name if error.genuine else f"a copy of {error.name}"
        case BaseExceptionGroup():
            inner = ", ".join(described(each) for each in error.exceptions)
            return f"{type(error).__name__}[{inner}]"
        case _:
            text = masked(str(error))
            return f"{type(error).__name__}: {text}" if text else type(error).__name__


def brought_along(error: BaseException) -> str:
    """Name what the program raised and another exception has as a cause or context.

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
    """Replace what differs from run to run or place to place.

    Addresses, UUIDs, counters of tasks, and lines of files.
    """
    return _VOLATILE.sub(MASKED, text)
