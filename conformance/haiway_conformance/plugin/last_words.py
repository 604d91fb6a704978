"""Tell the process that started this one why it ends: `leave`, `read`.

A process that ends in the middle of its work sends no report any more. So it leaves a file, which
the interpreter itself writes to where it crashes.
"""

import faulthandler
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

__all__ = ("LastWords", "keep", "kept", "leave", "read")

_CRASHED: Final = "Fatal Python error: "
_STUCK: Final = "Timeout ("


@dataclass(frozen=True, slots=True)
class LastWords:
    """The reason why a process ended, as far as it could say.

    Attributes:
        reason: A part of a sentence, the same on every machine; empty for none.
        details: More of it, such as a place in a file, or a traceback; empty for none.
    """

    reason: str = ""
    details: str = ""


class _Kept:
    """Where this process leaves its last words."""

    file: IO[bytes] | None = None
    path: Path | None = None


def keep(path: Path) -> None:
    """Let this process leave last words, also if the interpreter crashes.

    Args:
        path: The file to leave them in.
    """
    _Kept.path = path
    _Kept.file = path.open("wb", buffering=0)
    faulthandler.enable(_Kept.file)


def kept() -> IO[bytes] | None:
    """Return the open file to which the interpreter itself can write; None if nothing is kept."""
    return _Kept.file


def leave(reason: str, details: str = "") -> None:
    """Leave last words, if this process has to.

    Args:
        reason: As in `LastWords`.
        details: As in `LastWords`.
    """
    if _Kept.path is not None:
        # Opened anew: an implementation may have closed all files that it did not open.
        text = f"{reason}\n{details}\n"
        _Kept.path.write_bytes(text.encode("utf-8", "backslashreplace"))


def read(path: Path) -> LastWords:
    """Read what a process has left.

    Args:
        path: The file, which may be missing.
    """
    try:
        text = path.read_bytes().decode("utf-8", "backslashreplace").strip()
    except OSError:
        return LastWords()
    first, _, rest = text.partition("\n")
    if first.startswith(_CRASHED):
        crash = first.removeprefix(_CRASHED)
        return LastWords(f"the interpreter crashed: {crash}", _place(rest))
    if first.startswith(_STUCK):
        reason = (
            "it was ended, because it executed no Python code any more and could not be stopped"
        )
        return LastWords(reason, _place(rest))
    return LastWords(first, rest.strip())


def _place(dump: str) -> str:
    """Return the innermost place in the thread that crashed, or else in the main thread."""
    # The interpreter writes a block for each thread, the main thread last, and in each of them the
    # most recent call first.
    _, crashed, block = dump.partition("Current thread 0x")
    if not crashed:
        _, _, block = dump.rpartition("Thread 0x")
    return next((line.strip() for line in block.splitlines() if "File " in line), "")
