"""What stands for a function that a program passes on: `standing_for`."""

from collections.abc import Callable
from functools import partial
from typing import Any

from haiway_conformance.programs.operations import Function

__all__ = ("standing_for",)


def standing_for(function: Callable[..., Any], what: Function) -> Callable[..., Any]:
    """What is passed on in place of a function.

    Args:
        function: The function.
        what: What is to stand for it.
    """
    match what:
        case "function":
            return function
        case "plain":

            def plain(*positional: Any, **keyword: Any) -> Any:
                return function(*positional, **keyword)

            return plain
        case "partial":
            return partial(function)
        case "object":
            return _Object(function)


class _Object:
    """What can be called, and has neither a name nor a hash."""

    __hash__ = None  # pyright: ignore[reportAssignmentType]

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    def __call__(self, /, *positional: Any, **keyword: Any) -> Any:
        return self._function(*positional, **keyword)
