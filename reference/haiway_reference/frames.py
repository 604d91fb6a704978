"""Frames that let go of their variables, so that exceptions are in no reference cycles."""

from collections.abc import Callable
from functools import wraps
from types import CoroutineType, FrameType
from typing import Any, cast

__all__ = ["clears_frame"]


type CoroutineFunction[**P, R] = Callable[P, CoroutineType[Any, Any, R]]


def clears_frame[**P, R](function: CoroutineFunction[P, R]) -> CoroutineFunction[P, R]:
    """Clear the local variables of a coroutine function when it ends.

    An exception refers to the frames in its traceback, and each frame to that of its caller. If one
    of them had the exception in a variable, the two would keep each other alive, with all that the
    frames refer to, until the garbage collector runs. asyncio avoids that with `del` in `finally`
    blocks. Here every coroutine function that handles exceptions has this decorator instead.

    That serves a MAY, `hygiene/no-cycles`: without the decorator everything else would be the same.
    """

    @wraps(function)
    async def call(*args: P.args, **kwargs: P.kwargs) -> R:
        coroutine = function(*args, **kwargs)
        frame = cast("FrameType", coroutine.cr_frame)  # None only after the end
        del args, kwargs
        try:
            return await coroutine
        finally:
            frame.clear()
            del frame  # it refers to this one

    return call
