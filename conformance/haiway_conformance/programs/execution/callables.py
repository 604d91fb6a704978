"""The forms in which a program passes on a function: `standing_for`, `OneHandler`."""

from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from typing import Any, Final, Literal

__all__ = (
    "STANDS_FOR",
    "CallableObject",
    "Function",
    "OneHandler",
    "standing_for",
    "standing_for_in_python",
)

type Function = Literal["function", "plain", "partial", "object", "equal"]
"""The ways to pass on a function in a program: the function itself; a plain one that calls
it; a `functools.partial` of it; an object that can be called, and has no name and no hash; one that
equals all others of its kind."""

STANDS_FOR: Final[dict[Function, str]] = {
    "function": "",
    "plain": "a plain function that calls it",
    "partial": "a functools.partial",
    "object": "an object that can be called",
    "equal": "an object that can be called and equals others",
}
"""Each form in words; nothing for the function itself."""


def standing_for(function: Callable[..., Any], form: Function) -> Callable[..., Any]:
    """Return what is passed on in place of a function.

    Args:
        function: The function.
        form: The form in which it is passed on.
    """
    match form:
        case "function":
            return function
        case "plain":

            def plain(*positional: Any, **keyword: Any) -> Any:
                return function(*positional, **keyword)

            return plain
        case "partial":
            return partial(function)
        case "object":
            return CallableObject(function)
        case "equal":
            return EqualCallable(function)


def standing_for_in_python(function: str, form: Function) -> str:
    """Return the expression for what is passed on in place of a function.

    Args:
        function: The function's name.
        form: The form in which it is passed on.
    """
    match form:
        case "function":
            return function
        case "plain":
            return f"lambda *args, **kwargs: {function}(*args, **kwargs)"
        case "partial":
            return f"functools.partial({function})"
        case "object":
            return f"CallableObject({function})"
        case "equal":
            return f"EqualCallable({function})"


class CallableObject:
    """An object that can be called, and has neither a name nor a hash."""

    __hash__ = None  # pyright: ignore[reportAssignmentType]

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    def __call__(self, /, *positional: Any, **keyword: Any) -> Any:
        """Call the function."""
        return self._function(*positional, **keyword)


class OneHandler:
    """One function that is the handler of several calls of helpers.

    It does with an element what the handler of the call does that has the element in its source. If
    several have it, each of them gets it once, in the order in which they were added.
    """

    def __init__(self) -> None:
        self._handlers: list[tuple[list[object], Callable[[Any], Coroutine[Any, Any, object]]]] = []
        self._called: set[tuple[int, int]] = set()

        async def handle(given: Any) -> object:
            return await self._choose(given)(given)

        self.function = handle

    def add(
        self, elements: Iterable[object], handler: Callable[[Any], Coroutine[Any, Any, object]]
    ) -> Callable[[Any], Coroutine[Any, Any, object]]:
        """Take part in it, and return the function.

        Args:
            elements: The elements of the source of one call of a helper.
            handler: What is done with them.
        """
        self._handlers.append((list(elements), handler))
        return self.function

    def _choose(self, given: object) -> Callable[[Any], Coroutine[Any, Any, object]]:
        for call, (elements, handler) in enumerate(self._handlers):
            for at, each in enumerate(elements):
                if each is given and (call, at) not in self._called:
                    self._called.add((call, at))
                    return handler
        having = [handler for elements, handler in self._handlers if _has(elements, given)]
        return (having or [handler for _, handler in self._handlers])[-1]


def _has(elements: list[object], given: object) -> bool:
    return any(each is given for each in elements)


class EqualCallable(CallableObject):
    """An object that can be called, and equals all others of its class, as bound methods may."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EqualCallable)

    def __hash__(self) -> int:
        return 0
