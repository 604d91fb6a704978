"""Write files into the output folder, all of them or none: `write_files`, `write_reports`."""

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ("OutputError", "prepare_folder", "write_files", "write_reports")


class OutputError(Exception):
    """The output folder cannot be written to; the message says why, and what to do."""


def prepare_folder(folder: Path, option: str = "--output") -> None:
    """Make sure that there is a folder that files can be written to.

    Args:
        folder: The folder, which may exist already.
        option: The option that names it, for the message.

    Raises:
        OutputError: If it cannot be made, is not a folder, or cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _cannot_write(folder, error, option) from error


def write_files(folder: Path, contents: Mapping[str, bytes], option: str = "--output") -> None:
    """Write files into a folder; a failure leaves older ones intact, and no half-written ones.

    Args:
        folder: The folder.
        contents: From the name of each file, which is replaced if it exists, to its new content.
        option: The option that names them, for the message.

    Raises:
        OutputError: If they cannot be written.
    """
    parts: dict[Path, Path] = {}
    try:
        for name, content in contents.items():
            number, part = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
            parts[Path(part)] = folder / name
            with os.fdopen(number, "wb") as file:
                file.write(content)
            Path(part).chmod(0o666 & ~_umask())
        # All are written, so that nothing can fill up any more.
        for part, path in parts.items():
            part.replace(path)
    except OSError as error:
        raise _cannot_write(folder, error, option) from error
    finally:
        for part in parts:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def write_reports(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Do what `write_files` does, and where it cannot, save the files elsewhere.

    Args:
        folder: The folder.
        contents: As for `write_files`.

    Raises:
        OutputError: If they cannot be written; the message says where they are instead.
    """
    try:
        write_files(folder, contents)
    except OutputError as error:
        saved = _saved(contents)
        if saved is None:
            raise
        raise OutputError(f"{error} Nothing is lost: the files are in {os.fspath(saved)!r}.") from (
            error.__cause__
        )


def _saved(contents: Mapping[str, bytes]) -> Path | None:
    """Write files into a temporary folder, and return it; None if that is full as well."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="haiway-conformance-report-"))
    except OSError:
        return None
    try:
        write_files(folder, contents)
    except OutputError:
        with contextlib.suppress(OSError):
            folder.rmdir()
        return None
    return folder


def _umask() -> int:
    # The umask can only be read by setting it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _cannot_write(path: Path, error: OSError, option: str) -> OutputError:
    return OutputError(
        f"cannot write to {os.fspath(path)!r}: {error.strerror or error}. Name a place with"
        f" {option} that exists or can be made, that you may write to, and that has room."
    )
