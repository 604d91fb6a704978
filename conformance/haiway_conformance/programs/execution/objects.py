"""The objects that a program names: exceptions, arguments, elements, results."""

from asyncio import AbstractEventLoop, CancelledError
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal
from zlib import crc32

from haiway_conformance.programs.execution.described import described, masked
from haiway_conformance.programs.execution.failures import FAILURES, Failing, Failure

__all__ = ("PLAIN", "SINGLES", "NamedObjects", "Outcome", "Token", "Value", "described_value")

type Value = Literal[
    "object",
    "none",
    "zero",
    "false",
    "empty",
    "exception",
    "twin",
    "unhashable",
    "list",
    "awaitable",
    "equal to all",
]
"""The kinds of elements: an object of its own; None; 0; False; (); an exception object; an object
that equals every other twin; an object that has no hash; a list; a future that is done; an object
that equals everything."""

type Outcome = Literal[
    "object",
    "none",
    "zero",
    "false",
    "empty",
    "exception",
    "awaitable",
    "twin",
    "unhashable",
]
"""The kinds of results: an object of its own; None; 0; False; (); an exception object; an object
that can be awaited; an object that equals every other twin; an object that has no hash."""

PLAIN: Final[dict[str, object]] = {"none": None, "zero": 0, "false": False, "empty": ()}
"""The outcomes that are not objects of the program's own."""

SINGLES: Final[dict[str, object]] = {repr(each): each for each in (None, False, 0, ())}
"""The objects that every program can name besides its own, by their names: falsy ones, which
careless code loses."""

_NAMES_OF_SINGLES: Final = {id(value): name for name, value in SINGLES.items()}

_CONTAINERS: Final[dict[str, Callable[[], object]]] = {"[]": list, "{}": dict}
"""Objects that each program has of its own, and that careless code copies."""


class Token:
    """An object that is known by its name: an argument, an element, a result."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name

    def __hash__(self) -> int:
        return crc32(self.name.encode())  # the order of a set of them is the same in every run

    def __eq__(self, other: object) -> bool:
        return self is other


class Twin(Token):
    """An object that equals all others of its class."""

    __slots__ = ()

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Twin)


class AwaitableToken(Token):
    """An object that can be awaited, which gives None."""

    __slots__ = ()

    def __await__(self) -> Iterator[Any]:
        return iter(())


class Unhashable(Token):
    """An object without a hash, like a list or a dict."""

    __slots__ = ()
    __hash__ = None  # pyright: ignore[reportAssignmentType]


class EqualToAll(Token):
    """An object that equals everything."""

    __slots__ = ()

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return True


_TOKENS: Final[dict[Value, type[Token]]] = {
    "object": Token,
    "twin": Twin,
    "unhashable": Unhashable,
    "equal to all": EqualToAll,
}


class NamedObjects:
    """The objects of one run, by their names: the same name is always the same object.

    Args:
        loop: The loop of the run.
    """

    def __init__(self, loop: AbstractEventLoop) -> None:
        self._loop = loop
        self._errors: dict[str, Failure] = {}
        self._tokens: dict[str, object] = {}
        # By address: all these objects live as long as this one.
        self._names = _NAMES_OF_SINGLES.copy()

    def error(self, name: str, kind: Failing = "exception") -> Failure:
        """Return the exception of a name, of the kind that was first asked for."""
        error = self._errors.get(name)
        if error is None:
            error = self._errors[name] = FAILURES[kind](name)
            error.mark()
            self._names[id(error)] = f"the exception object {name}"
        return error

    def token(self, name: str, kind: type[Token] = Token) -> object:
        """Return the object of a name."""
        if name in SINGLES:
            return SINGLES[name]
        if name not in self._tokens:
            made = _CONTAINERS[name]() if name in _CONTAINERS else kind(name)
            self._tokens[name] = made
            self._names[id(made)] = name
        return self._tokens[name]

    def result(self, of: str, outcome: Outcome = "object") -> object:
        """Return the object that a function returns.

        Args:
            of: The name of the task or handler call that returns it.
            outcome: What it is.
        """
        name = f"result of {of}"
        match outcome:
            case "object":
                return self.token(name)
            case "twin" | "unhashable":
                return self.token(name, _TOKENS[outcome])
            case "awaitable":
                return self.token(name, AwaitableToken)
            case "exception":
                return self.error(name)
            case "none" | "zero" | "false" | "empty":
                return PLAIN[outcome]

    def elements(self, owner: str, *values: Value) -> list[object]:
        """Make the elements of a source.

        Args:
            owner: The helper call or stream that reads the source.
            values: What each element is.
        """
        return [self.element(owner, index, value) for index, value in enumerate(values)]

    def element(self, owner: str, index: int, value: Value = "object") -> object:
        """Make an element of a source.

        Args:
            owner: The helper call or stream that reads the source.
            index: The element's place in the source.
            value: What it is.
        """
        name = f"element {index} of {owner}"
        match value:
            case "object" | "twin" | "unhashable" | "equal to all":
                return self.token(name, _TOKENS[value])
            case "list":
                return [name]
            case "awaitable":
                done = self._loop.create_future()
                done.set_result(None)
                return done
            case _:
                return self.result(name, value)

    def name_of(self, value: object) -> str:
        """Return the name of an object, or a description of one that the program did not name."""
        name = self._names.get(id(value))
        return described_value(value) if name is None else name


def described_value(value: object) -> str:
    """Return a value that the program did not name as text that is the same in every run."""
    match value:
        case Token():
            return f"another object than {value.name}, though like it"
        case Failure() if not isinstance(value, CancelledError):
            return f"another exception object than {value.name}, though like it"
        case BaseException():
            return f"the exception {described(value)}"
        case None | bool() | int() | str():
            return masked(repr(value))
        case _:
            return f"an object of type {type(value).__name__}"
