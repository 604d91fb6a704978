"""Whether an exception that surfaced is in a reference cycle with frames of the implementation.

An exception holds its traceback, that the frames it came through, and these their variables. If
one of those leads back to the exception, only the garbage collector frees it all.
"""

import sys
import sysconfig
from asyncio import Future
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from gc import get_referents
from pathlib import Path
from types import CellType, FrameType, FunctionType, MethodType
from typing import Any, Final, cast

__all__ = ("Passage", "passage_of")

_KIT: Final = Path(__file__).resolve().parent.parent
_STANDARD_LIBRARY: Final = Path(sysconfig.get_path("stdlib")).resolve()

# What is followed from a frame's variables: whatever holds other objects, and nothing else. Beyond
# tasks, contexts and the loop lies everything, the kit's own books included.
_FOLLOWED: Final = (list, tuple, dict, set, frozenset, deque, CellType, MethodType)

# Far more than any frame holds.
_ENOUGH: Final = 1_000


@dataclass(frozen=True, slots=True)
class Passage:
    """The way of exceptions, which surfaced together, through the implementation.

    Attributes:
        through: The implementation's functions whose frames their tracebacks hold.
        held_by: Those of them whose frames hold the exceptions in turn.
    """

    through: tuple[str, ...]
    held_by: tuple[str, ...]


def passage_of(errors: Iterable[BaseException]) -> Passage:
    """Look at the way that exceptions came.

    Args:
        errors: The exceptions, with their tracebacks.
    """
    frames = [(each, frame) for each in errors for frame in _frames(each)]
    return Passage(
        tuple(frame.f_code.co_qualname for _, frame in frames),
        tuple(frame.f_code.co_qualname for each, frame in frames if _holds(frame, each)),
    )


def _frames(error: BaseException) -> Iterator[FrameType]:
    traceback = error.__traceback__
    while traceback is not None:
        if _is_the_implementations(traceback.tb_frame.f_code.co_filename):
            yield traceback.tb_frame
        traceback = traceback.tb_next


@cache
def _is_the_implementations(file: str) -> bool:
    path = Path(file)
    if not path.is_absolute() or path.is_relative_to(_KIT):
        return False  # compiled into the interpreter, or the program's
    return not path.is_relative_to(_STANDARD_LIBRARY) or "site-packages" in path.parts


def _holds(frame: FrameType, error: BaseException) -> bool:
    pending: list[Any] = get_referents(frame)
    seen = {id(pending), id(frame)}
    while pending and len(seen) < _ENOUGH:
        each = pending.pop()
        if each is error:
            return True
        if id(each) not in seen:
            seen.add(id(each))
            pending += _held_by(each)
    return False


def _held_by(each: Any) -> list[Any]:
    if isinstance(each, BaseException):
        return [each.__cause__, each.__context__, getattr(each, "exceptions", None)]
    if isinstance(each, Future):
        # `exception()` would count as having asked for it.
        return [getattr(cast("Any", each), "_exception", None)]
    if isinstance(each, FunctionType):
        return [each.__closure__]
    if isinstance(each, _FOLLOWED) or _is_of_the_implementation(each):
        return get_referents(each)
    return []


def _is_of_the_implementation(each: object) -> bool:
    file = getattr(sys.modules.get(type(each).__module__), "__file__", None)
    return file is not None and _is_the_implementations(file)
