"""Standard streams that cannot be written to: `checked_streams`."""

import io
import sys
from collections.abc import Buffer, Generator, Mapping
from contextlib import contextmanager
from typing import Any, Final, cast

__all__ = ("CANNOT_BE_WRITTEN", "checked_streams")

CANNOT_BE_WRITTEN: Final = 2
"""The exit code if a standard stream fails. Python's own would be 1, which is a verdict."""

_NAMES: Final[Mapping[str, str]] = {"stdout": "standard output", "stderr": "standard error"}


@contextmanager
def checked_streams() -> Generator[None]:
    """End with an exit code of its own if standard output or standard error fails within.

    A stream that fails drops what is written to it, so that no exception comes up in the middle of
    the work. Streams that somebody else put in place of the standard ones are left alone.

    Yields:
        Nothing.

    Raises:
        SystemExit: If one of the streams is closed already, before anything is done, or if one has
            failed, after everything is done. The other stream says so.
    """
    closed = [name for name in _NAMES if getattr(sys, name) is None]
    if closed:
        _say(f"{_NAMES[closed[0]]} is closed", [name for name in _NAMES if name not in closed])
        raise SystemExit(CANNOT_BE_WRITTEN)
    before = {name: getattr(sys, name) for name in _NAMES}
    checked = {name: each for name in _NAMES if (each := _checked(name)) is not None}
    try:
        yield
    finally:
        for name, each in checked.items():
            each.text.flush()
            setattr(sys, name, before[name])
        for name, each in checked.items():
            if each.failure is not None:
                working = [it for it in checked if checked[it].failure is None]
                reason = each.failure.strerror or each.failure
                _say(f"{_NAMES[name]} cannot be written to: {reason}", working)
                raise SystemExit(CANNOT_BE_WRITTEN)


class _Checked(io.RawIOBase):
    """Writes to a stream until that fails, and drops everything from then on.

    Args:
        stream: The stream.

    Attributes:
        failure: The reason why it failed; None if it did not.
        text: Encodes text like the stream does, and escapes characters that its encoding lacks.
    """

    def __init__(self, stream: "io.TextIOWrapper[Any]") -> None:
        stream.flush()
        self._raw = cast("io.RawIOBase", getattr(stream.buffer, "raw", stream.buffer))
        self.failure: OSError | None = None
        self.text = io.TextIOWrapper(
            io.BufferedWriter(self),
            encoding=stream.encoding,
            errors="backslashreplace",
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._raw.isatty()

    def fileno(self) -> int:
        return self._raw.fileno()

    def write(self, data: Buffer, /) -> int | None:
        if self.failure is None:
            try:
                return self._raw.write(data)
            except OSError as error:
                self.failure = error
        return memoryview(data).nbytes


def _checked(name: str) -> _Checked | None:
    stream = getattr(sys, name)
    if stream is not getattr(sys, f"__{name}__") or not isinstance(stream, io.TextIOWrapper):
        return None
    checked = _Checked(cast("io.TextIOWrapper[Any]", stream))
    setattr(sys, name, checked.text)
    return checked


def _say(what: str, working: list[str]) -> None:
    for name in reversed(working):
        stream = getattr(sys, name)
        try:
            stream.write(
                f"Error: {what}. So the exit code is {CANNOT_BE_WRITTEN}, and says nothing about an"
                " implementation. Give the command a stream that takes what it says.\n"
            )
            stream.flush()
        except OSError:
            continue
        return
