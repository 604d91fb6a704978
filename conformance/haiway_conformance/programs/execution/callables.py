"""The forms in which a program passes on a function: `standing_for`."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final, Literal

__all__ = ("STANDS_FOR", "CallableObject", "Function", "standing_for", "standing_for_in_python")

type Function = Literal["function", "plain", "partial", "object"]
"""The ways to pass on a function in a program: the function itself; a plain one that calls
it; a `functools.partial` of it; an object that can be called, and has no name and no hash."""

STANDS_FOR: Final[dict[Function, str]] = {
    "function": "",
    "plain": "a plain function that calls it",
    "partial": "a functools.partial",
    "object": "an object that can be called",
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


class CallableObject:
    """An object that can be called, and has neither a name nor a hash."""

    __hash__ = None  # pyright: ignore[reportAssignmentType]

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    def __call__(self, /, *positional: Any, **keyword: Any) -> Any:
        """Call the function."""
        return self._function(*positional, **keyword)
