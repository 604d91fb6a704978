"""Find reference cycles between exceptions and frames of the implementation: `passages_of`.

An exception holds its traceback, a traceback the frames that the exception came through, and a
frame its variables. If one of these leads back to the exception, only the garbage collector frees
it all.
"""

import sys
import sysconfig
from asyncio import Future
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from gc import get_referents
from pathlib import Path
from types import (
    BuiltinFunctionType,
    CellType,
    CodeType,
    FrameType,
    FunctionType,
    MethodType,
    ModuleType,
    NoneType,
)
from typing import Any, Final, cast

__all__ = ("Passage", "passages_of")

_KIT: Final = Path(__file__).resolve().parent.parent
_STANDARD_LIBRARY: Final = Path(sysconfig.get_path("stdlib")).resolve()

# Objects of these types are followed from a frame's variables. Tasks, contexts and the loop are
# not: they lead to everything, the kit's own data included.
_FOLLOWED: Final = (list, tuple, dict, set, frozenset, deque, CellType, MethodType)

# Objects of exactly these types are never followed. Most of a frame's are of one of them.
_PLAIN: Final = frozenset(
    {
        *(str, int, float, bool, bytes, NoneType, type),
        *(ModuleType, CodeType, BuiltinFunctionType),
    }
)

# Far more objects than any frame leads to.
_ENOUGH: Final = 1_000


@dataclass(frozen=True, slots=True)
class Passage:
    """The way of exceptions that surfaced together through the implementation.

    Attributes:
        through: The functions of the implementation whose frames their tracebacks hold.
        held_by: The functions among these whose frames lead back to the exceptions.
    """

    through: tuple[str, ...]
    held_by: tuple[str, ...]


def passages_of(surfaced: Mapping[str, Iterable[BaseException]]) -> dict[str, Passage]:
    """Find the ways that exceptions took.

    Args:
        surfaced: The exceptions that surfaced together, with their tracebacks, by any name.

    Returns:
        Their passage, by the same names.
    """
    # The same frame is in the tracebacks of several exceptions.
    reached: dict[int, set[int]] = {}
    return {name: _passage(errors, reached) for name, errors in surfaced.items()}


def _passage(errors: Iterable[BaseException], reached: dict[int, set[int]]) -> Passage:
    frames = [(each, frame) for each in errors for frame in _frames(each)]
    for _, frame in frames:
        if id(frame) not in reached:
            reached[id(frame)] = _reachable(frame)
    return Passage(
        tuple(frame.f_code.co_qualname for _, frame in frames),
        tuple(frame.f_code.co_qualname for each, frame in frames if id(each) in reached[id(frame)]),
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
        return False  # compiled into the interpreter, or part of the program
    return not path.is_relative_to(_STANDARD_LIBRARY) or "site-packages" in path.parts


def _reachable(frame: FrameType) -> set[int]:
    """Return the ids of the objects to which a frame's variables lead."""
    pending: list[Any] = get_referents(frame)
    seen = {id(pending), id(frame)}
    reached: set[int] = set()
    while pending and len(seen) < _ENOUGH:
        each = pending.pop()
        number = id(each)
        reached.add(number)
        if number not in seen:
            seen.add(number)
            if type(each) not in _PLAIN:
                pending += _held_by(each)
    return reached


def _held_by(each: Any) -> list[Any]:
    if isinstance(each, BaseException):
        return [each.__cause__, each.__context__, getattr(each, "exceptions", None)]
    if isinstance(each, Future):
        # `exception()` would mark the exception as retrieved.
        return [getattr(cast("Any", each), "_exception", None)]
    if isinstance(each, FunctionType):
        return [each.__closure__]
    if isinstance(each, _FOLLOWED) or _is_of_the_implementation(each):
        return get_referents(each)
    return []


def _is_of_the_implementation(each: object) -> bool:
    file = getattr(sys.modules.get(type(each).__module__), "__file__", None)
    return file is not None and _is_the_implementations(file)
