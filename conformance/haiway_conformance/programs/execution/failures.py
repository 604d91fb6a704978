"""The exceptions that programs raise on purpose: `Failure`, and a class for each kind."""

from asyncio import CancelledError
from collections.abc import Callable
from typing import ClassVar, Final, Literal, Self

__all__ = ("FAILURES", "FAILURES_IN_WORDS", "Failing", "Failure", "stops_the_kit")

type Failing = Literal[
    "exception",
    "falsy",
    "twin",
    "base",
    "group",
    "nested groups",
    "sealed",
    "lookup",
    "type",
    "runtime",
    "stop",
    "timeout",
    "cancelled",
    "closing",
    "interrupt",
    "exit",
]
"""The kind of an exception that a program raises: the keys of `FAILURES`."""


class Failure(BaseException):
    """An exception that a program raises on purpose.

    Attributes:
        name: Its name in the program.
        words: Its kind in words, with an article.
    """

    words: ClassVar[str] = "a BaseException that is no Exception"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
        self._made = 0

    @property
    def genuine(self) -> bool:
        """True for the object that the program made, False for a copy of it."""
        return self._made == id(self)

    def mark(self) -> None:
        """Note that the program made this object."""
        self._made = id(self)


class FailedException(Failure, Exception):  # noqa: N818
    """An ordinary exception."""

    words = "an Exception"


class FalsyException(FailedException):
    """An exception that is false, like one with a length of 0."""

    words = "an Exception with a false truth value"

    def __bool__(self) -> bool:
        return False


class FailedTwin(FailedException):
    """An exception that equals all others of its class and has no hash, like some dataclasses.

    Their arguments are equal, too.
    """

    words = "an Exception without a hash that equals others"
    __hash__ = None  # pyright: ignore[reportAssignmentType]

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.args = ("the same",)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FailedTwin)


class FailedGroup(Failure, ExceptionGroup[FailedException]):
    """A group with one exception in it."""

    words = "an ExceptionGroup"

    def __new__(cls, name: str) -> Self:
        """Make the group and its member."""
        member = FailedException(f"{name}, in its group")
        member.mark()
        return super().__new__(cls, name, [member])


_LEVELS: Final = 6
"""More groups in each other than a small fixed depth."""


class FailedGroups(Failure, BaseExceptionGroup[BaseException]):
    """A group with an exception and a CancelledError in it, and one more deep in groups within."""

    words = "a BaseExceptionGroup with a CancelledError and more groups in it"

    def __new__(cls, name: str) -> Self:
        """Make the groups and their members."""
        member, deepest = (
            FailedException(f"{name}, in its group"),
            FailedException(f"{name}, deeper in it"),
        )
        cancelled = CancelledFailure(f"{name}, cancelled in it")
        for each in (member, cancelled, deepest):
            each.mark()
        inner: Exception = deepest
        for _ in range(_LEVELS):
            inner = ExceptionGroup[Exception]("inner", [inner])
        return super().__new__(cls, name, [member, cancelled, inner])


class SealedException(FailedException):
    """An exception that takes no attributes or notes, and has others as its `exceptions`.

    Frozen classes refuse attributes, and errors that sum up several attempts have such a list,
    which does not make a group of them.
    """

    words = "an Exception that takes no attributes, with a list of `exceptions`"
    exceptions: ClassVar[list[Exception]] = [LookupError("of the first attempt")]

    def __setattr__(self, name: str, value: object) -> None:
        if hasattr(self, "_made") and name not in _OF_EVERY_EXCEPTION:
            raise AttributeError(f"{type(self).__name__} takes no attribute {name}")
        super().__setattr__(name, value)


_OF_EVERY_EXCEPTION: Final = frozenset(
    {"_made", "__cause__", "__context__", "__suppress_context__", "__traceback__"}
)
"""The attributes that Python itself sets, and the mark of the kit."""


class FailedLookup(FailedException, IndexError):  # noqa: N818
    """The exception that a missing index raises."""

    words = "a LookupError"


class FailedType(FailedException, TypeError):  # noqa: N818
    """The exception that a wrong argument raises."""

    words = "a TypeError"


class FailedRuntime(FailedException, RuntimeError):  # noqa: N818
    """The exception that a generator raises instead of a StopIteration."""

    words = "a RuntimeError"


class FailedStop(FailedException, StopAsyncIteration):
    """The exception that ends an asynchronous iteration."""

    words = "a StopAsyncIteration"


class FailedTimeout(FailedException, TimeoutError):  # noqa: N818
    """The exception that `asyncio.timeout` raises, though no timeout expired here."""

    words = "a TimeoutError"


class CancelledFailure(Failure, CancelledError):  # noqa: N818
    """The exception that a cancelled task raises, though nothing cancelled it here."""

    words = "a CancelledError"


class ClosingFailure(Failure, GeneratorExit):
    """The exception that closes a generator, though nothing is closed here."""

    words = "a GeneratorExit"


class InterruptFailure(Failure, KeyboardInterrupt):
    """The exception that Ctrl-C raises."""

    words = "a KeyboardInterrupt"


class ExitFailure(Failure, SystemExit):
    """The exception that `sys.exit` raises."""

    words = "a SystemExit"


_CLASSES: Final[dict[Failing, type[Failure]]] = {
    "exception": FailedException,
    "falsy": FalsyException,
    "twin": FailedTwin,
    "base": Failure,
    "group": FailedGroup,
    "nested groups": FailedGroups,
    "sealed": SealedException,
    "lookup": FailedLookup,
    "type": FailedType,
    "runtime": FailedRuntime,
    "stop": FailedStop,
    "timeout": FailedTimeout,
    "cancelled": CancelledFailure,
    "closing": ClosingFailure,
    "interrupt": InterruptFailure,
    "exit": ExitFailure,
}

FAILURES: Final[dict[Failing, Callable[[str], Failure]]] = {**_CLASSES}
"""Makes an exception of each kind from its name."""

FAILURES_IN_WORDS: Final[dict[Failing, str]] = {kind: made.words for kind, made in _CLASSES.items()}
"""Each kind in words, with an article."""


def stops_the_kit(error: BaseException) -> bool:
    """Return True if an exception is no answer of an implementation, but stops the kit itself.

    Args:
        error: The exception that came out of a call. The kit is stopped with kinds of
            KeyboardInterrupt of its own.
    """
    if isinstance(error, Failure):
        return False
    return isinstance(error, KeyboardInterrupt) and type(error) is not KeyboardInterrupt
