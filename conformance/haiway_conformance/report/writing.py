"""Write files into the output folder, each as a whole or not at all: `write_file`."""

import contextlib
import os
import tempfile
from pathlib import Path

__all__ = ("OutputError", "prepare_folder", "write_file")


class OutputError(Exception):
    """The output folder cannot be written to; the message says why, and what to do."""


def prepare_folder(folder: Path) -> None:
    """Make sure that there is a folder that files can be written to.

    Args:
        folder: The folder, which may exist already.

    Raises:
        OutputError: If it cannot be made, is not a folder, or cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _cannot_write(folder, error) from error


def write_file(path: Path, content: bytes) -> None:
    """Write a file atomically: a failure leaves an older file intact, and no half-written one.

    Args:
        path: The file, which is replaced if it exists.
        content: Its new content.

    Raises:
        OutputError: If it cannot be written.
    """
    try:
        number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(content)
            part.chmod(0o666 & ~_umask())
            part.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
    except OSError as error:
        raise _cannot_write(path, error) from error


def _umask() -> int:
    # The umask can only be read by setting it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"cannot write to {os.fspath(path)!r}: {error.strerror or error}. Name a folder with"
        " --output that exists or can be made, and that you may write to."
    )
