"""Judge in a process of its own, where nothing that an implementation does harms the report.

Such a process is a worker of pytest-xdist that `certify` has started: `is_apart`, `go_apart`.
"""

import os
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, NoReturn

import pytest

from haiway_conformance.plugin import last_words
from haiway_conformance.plugin.lasting_process import end_process, keep_process

try:
    import resource
except ImportError:  # Windows
    resource = None

__all__ = (
    "DEATHS",
    "LEFT",
    "MEMORY_LIMIT",
    "deaths_before",
    "end",
    "go_apart",
    "is_apart",
    "leave",
    "left_to_run",
    "memory_in_use",
)

MEMORY_LIMIT: Final = 2 << 30
"""The memory, in bytes, that a process may use which judges. Judging itself takes a tenth of it."""

LEFT: Final = "left.txt"
"""The file that names the properties which are left to run, one a line, as pytest names them."""

DEATHS: Final = "deaths.txt"
"""The file that says how many processes have died before that judged the same."""

_STANDARD_ERROR: Final = 2

# One call may ask for any amount at once, where nobody can look at what is in use.
_AT_ONCE: Final = 2 * MEMORY_LIMIT


def folder_of(config: pytest.Config) -> Path | None:
    """Return the folder that `certify` shares with the processes that it starts, or None.

    Args:
        config: pytest's.
    """
    folder: str | None = config.option.haiway_apart
    return None if folder is None else Path(folder)


def is_apart(config: pytest.Config) -> bool:
    """Return True in a process that `certify` has started to judge.

    Args:
        config: pytest's.
    """
    return folder_of(config) is not None and hasattr(config, "workerinput")


def go_apart(config: pytest.Config) -> None:
    """Cut this process off from the one that reports, but for the results.

    Whatever is printed, by whatever means, goes nowhere; there is a limit to the memory; and if the
    process ends, it leaves its last words.

    Args:
        config: pytest's.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in range(_STANDARD_ERROR + 1):
        os.dup2(nowhere, number)
    os.close(nowhere)
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = _nowhere()  # type: ignore[misc]
    worker: dict[str, Any] = vars(config)["workerinput"]
    folder = folder_of(config)
    if folder is not None and folder.is_dir():  # it is missing on another machine
        last_words.keep(folder / worker["workerid"])
    keep_process()
    if hasattr(os, "register_at_fork"):
        # Where a forked process outlives this one, nobody would notice that this one has ended.
        os.register_at_fork(after_in_child=partial(_close, _open_files()))
    if resource is not None:
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        if most == resource.RLIM_INFINITY or most > _AT_ONCE:
            resource.setrlimit(resource.RLIMIT_DATA, (_AT_ONCE, most))


def left_to_run(config: pytest.Config) -> frozenset[str] | None:
    """Return the properties that are left to run, as pytest names them; None for all.

    Args:
        config: pytest's.
    """
    folder = folder_of(config)
    if folder is None:
        return None
    try:
        return frozenset((folder / LEFT).read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return None


def deaths_before(config: pytest.Config) -> int:
    """Return how many processes have died before this one that judged the same.

    Args:
        config: pytest's.
    """
    folder = folder_of(config)
    try:
        return 0 if folder is None else int((folder / DEATHS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return 0


def memory_in_use() -> int:
    """Return the memory that this process uses, in bytes; 0 if nobody can tell."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        pass
    if resource is None:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def end(reason: str) -> NoReturn:
    """End this process at once.

    Args:
        reason: Why, as in `LastWords`.
    """
    last_words.leave(reason)
    end_process(1)


def leave() -> NoReturn:
    """End this process once all is reported, whatever threads an implementation has left."""
    end_process(0)


def _open_files() -> list[int]:
    """Return the numbers of the files above standard error that are open, pipes among them."""
    try:
        numbers = [int(each.name) for each in Path("/dev/fd").iterdir()]
    except OSError:
        return []
    return [each for each in numbers if each > _STANDARD_ERROR]


def _close(numbers: list[int]) -> None:
    for each in numbers:
        with suppress(OSError):
            os.close(each)


def _nowhere() -> Any:
    return open(os.devnull, "w", encoding="utf-8", errors="backslashreplace")  # noqa: PTH123
