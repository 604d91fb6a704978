"""The interpreter that judges: its version, and how to continue in an optimizing one."""

import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from typing import NoReturn

__all__ = ("continue_optimized", "interpreter")


def interpreter() -> str:
    """Return Python's version, with `-O` where it strips assert statements: `3.13.5 -O`."""
    version = platform.python_version()
    return f"{version} -O" if sys.flags.optimize else version


def continue_optimized(arguments: Sequence[str]) -> NoReturn:
    """Give a command of the kit to `python -O`, in place of this process.

    Args:
        arguments: The command's arguments.

    Source: https://docs.python.org/3/using/cmdline.html#cmdoption-O
    """
    words = [sys.executable, "-O", "-m", "haiway_conformance", *arguments]
    if sys.platform == "win32":  # there, `execv` would return to the shell at once
        sys.exit(subprocess.call(words))  # noqa: S603 - our own interpreter, our own module
    os.execv(sys.executable, words)  # noqa: S606 - so that signals reach the new program
