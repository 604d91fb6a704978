"""Where in the program's source a task is suspended: `Place`, `place_of`."""

import asyncio
import gc
import linecache
import sysconfig
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Final

__all__ = ("Place", "frames_of", "own_part", "place_in", "place_of", "raised_at", "traceback_to")

_KIT: Final = str(Path(__file__).parents[1])
_LIBRARY: Final = tuple(sysconfig.get_path(each) for each in ("stdlib", "platstdlib"))
_PACKAGES: Final = tuple(sysconfig.get_path(each) for each in ("purelib", "platlib"))

# Source lines are cut to this length.
_LONGEST: Final = 60


# What awaits an async generator for `async for` and `anext` does not tell for which one.
_OPAQUE: Final = (
    "async_generator_asend",
    "async_generator_athrow",
    "anext_awaitable",
    "coroutine_wrapper",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of source code.

    Attributes:
        file: The file, relative to the working directory if it is in it.
        line: The number of the line.
        code: What is written there, without its indentation; empty where it can't be read.
    """

    file: str
    line: int
    code: str

    @property
    def where(self) -> str:
        """The file and the line."""
        return f"{self.file}:{self.line}"

    @property
    def in_words(self) -> str:
        """The place as it is written in tables and sentences."""
        return f"{self.where}: {self.code}" if self.code else self.where


def place_of(task: asyncio.Task[Any]) -> Place | None:
    """Find where a task is suspended.

    Args:
        task: The task.

    Returns:
        The innermost line that is neither Python's own, nor this kit's, nor in an installed
        package; if there is none, the innermost that is not Python's own; if there is none either,
        the innermost; never one of this kit's. None if nothing is known.
    """
    return place_in(list(frames_of(task.get_coro())))


def raised_at(error: BaseException) -> Place | None:
    """Find where an exception was raised.

    Args:
        error: The exception.

    Returns:
        As for `place_of`.
    """
    return _telling([(frame, line) for frame, line in traceback.walk_tb(error.__traceback__)])


def own_part(found: TracebackType | None) -> TracebackType | None:
    """Leave out the part of a traceback before it comes to the program.

    Args:
        found: The traceback.

    Returns:
        The rest of it; all of it if it never comes there.
    """
    rest = found
    while rest is not None and (_is_kits(rest.tb_frame) or _is_standard(rest.tb_frame)):
        rest = rest.tb_next
    return rest or found


def traceback_to(task: asyncio.Task[Any]) -> TracebackType | None:
    """Make a traceback to the place where a task is suspended.

    Args:
        task: The task.
    """
    frames = list(frames_of(task.get_coro()))
    own = [each for each in frames if not _is_kits(each)]
    while len(own) > 1 and _is_standard(own[-1]):
        own.pop()
    found: TracebackType | None = None
    for each in reversed(own):
        found = TracebackType(found, each, each.f_lasti, each.f_lineno)
    return found


def place_in(frames: list[FrameType]) -> Place | None:
    """Find the line that tells most about a stack.

    Args:
        frames: Its frames, the outermost first.

    Returns:
        As for `place_of`.
    """
    return _telling([(each, each.f_lineno) for each in frames])


def _telling(frames: list[tuple[FrameType, int]]) -> Place | None:
    foreign = [
        each for each in frames if not _is_in(each[0], (_KIT,)) and not _is_standard(each[0])
    ]
    own = [each for each in foreign if not _is_in(each[0], _PACKAGES)]
    standard = [each for each in frames if not _is_kits(each[0])]
    for some in (own, foreign, standard):
        if some:
            return _place(*some[-1])
    return None


def frames_of(awaited: Any) -> Iterator[FrameType]:
    """Yield the frames of a suspended coroutine and of all that it awaits, the outermost first.

    Args:
        awaited: The coroutine.
    """
    while awaited is not None:
        frame = next(
            (
                found
                for name in ("cr_frame", "gi_frame", "ag_frame")
                if (found := getattr(awaited, name, None)) is not None
            ),
            None,
        )
        if frame is not None:
            yield frame
        following = next(
            (
                found
                for name in ("cr_await", "gi_yieldfrom", "ag_await")
                if (found := getattr(awaited, name, None)) is not None
            ),
            None,
        )
        if following is None and type(awaited).__name__ in _OPAQUE:
            following = next(iter(_referred(awaited)), None)
        awaited = following


def _referred(awaited: Any) -> Iterator[Any]:
    for each in gc.get_referents(awaited):
        if any(hasattr(each, name) for name in ("cr_await", "gi_yieldfrom", "ag_await")) or (
            type(each).__name__ in _OPAQUE
        ):
            yield each


def _place(frame: FrameType, number: int) -> Place:
    code = frame.f_code
    line = linecache.getline(code.co_filename, number).strip()
    shown = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."
    return Place(_shown(code.co_filename), number, shown)


def _shown(file: str) -> str:
    path = Path(file)
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.name


def _is_kits(frame: FrameType) -> bool:
    return _is_in(frame, (_KIT,))


def _is_standard(frame: FrameType) -> bool:
    return _is_in(frame, _LIBRARY) and not _is_in(frame, _PACKAGES)


def _is_in(frame: FrameType, folders: tuple[str, ...]) -> bool:
    return frame.f_code.co_filename.startswith(folders)
