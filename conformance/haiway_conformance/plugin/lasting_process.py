"""Keep an implementation from ending the process that judges it: `lasting_process`, `keep_process`.

A process that ends at once says nothing, and if its exit code is 0, that is taken for a verdict.
"""

import os
import traceback
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, Final, NoReturn

from haiway_conformance.plugin import last_words

__all__ = ("ENDED_BY_IMPLEMENTATION", "end_process", "keep_process", "lasting_process")

ENDED_BY_IMPLEMENTATION: Final = 2
"""The exit code if an implementation ends the process: it cannot be judged."""

# The other functions that end a process, or put another program in its place, call one of these.
_ENDING: Final[dict[str, Callable[..., NoReturn]]] = {
    "_exit": os._exit,
    "execv": os.execv,
    "execve": os.execve,
}


def keep_process() -> None:
    """Never let this process end by `os._exit` or `os.exec*` with an exit code that is a verdict.

    It still ends at once, but says why, and its exit code is `ENDED_BY_IMPLEMENTATION`. Processes
    that are forked from it are left alone: they have to end in this way.
    """
    for name in _ENDING:
        setattr(os, name, _refusing(name, os.getpid()))


@contextmanager
def lasting_process() -> Generator[None]:
    """Do what `keep_process` does, for a while.

    Yields:
        Nothing.
    """
    before = {name: getattr(os, name) for name in _ENDING}
    keep_process()
    try:
        yield
    finally:
        for name, function in before.items():
            setattr(os, name, function)


def end_process(code: int) -> NoReturn:
    """End this process at once, whatever is kept from ending it.

    Args:
        code: The exit code.
    """
    _ENDING["_exit"](code)


def _refusing(name: str, kept: int) -> Any:
    def refuse(*arguments: Any) -> NoReturn:
        if os.getpid() != kept:
            _ENDING[name](*arguments)
        said = (
            f"\nError: os.{name} was called{_place()}, while an implementation was judged or after"
            " that. It ends the process at once, so the exit code says nothing about the"
            " implementation. Take the call out of it: only a program should decide when its"
            " process ends.\n"
        )
        last_words.leave(f"os.{name} was called, which ends a process at once", _place().strip())
        os.write(2, said.encode(errors="backslashreplace"))
        _ENDING["_exit"](ENDED_BY_IMPLEMENTATION)

    return refuse


def _place() -> str:
    """Return where the function was called that is refused, as a part of a sentence."""
    ours = {__file__, os.execvp.__code__.co_filename}
    frames = [each for each in traceback.extract_stack() if each.filename not in ours]
    return f" in {frames[-1].filename}, line {frames[-1].lineno}" if frames else ""
