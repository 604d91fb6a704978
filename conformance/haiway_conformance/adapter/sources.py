"""Digest the files that an implementation is made of: `digest_of_sources`."""

import hashlib
import sys
from collections.abc import Iterator, Mapping
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Final

__all__ = ("digest_of_sources",)

# The suffixes after the last dot: `.so` of `.cpython-313-x86_64-linux-gnu.so`.
_IMPORTED: Final = {".py", *(f".{each.rpartition('.')[2]}" for each in EXTENSION_SUFFIXES)}
_NOT_OF_IT: Final = sys.stdlib_module_names | {"haiway_conformance", "haiway_spec"}


def digest_of_sources(target: str) -> str:
    """Digest the files from which an implementation was imported.

    They are the Python sources and extension modules of the outermost package that the target's
    module is in, or the module's own file if it is in none. An adapter is only half of an
    implementation, so for `module:attribute` the packages are added from which the module has
    imported something by name, but for the standard library and the kit. Files are named as they
    are imported (`haiway/context/access.py`), so neither where they are installed nor how changes
    the digest.

    Args:
        target: The target, which is imported already.

    Returns:
        The SHA-256, in hexadecimal, of a line for each file in the order of their names, as
        `sha256sum` writes it: the file's SHA-256, two spaces, its name. Empty if there are no such
        files, or one cannot be read.
    """
    name, colon, _ = target.partition(":")
    try:
        modules = {name, *(_imported_by(sys.modules[name]) if colon else ())}
        files = {path: file for each in sorted(modules) for path, file in _files(each).items()}
        lines = [
            f"{hashlib.sha256(files[path].read_bytes()).hexdigest()}  {path}\n".encode(
                "utf-8", "surrogateescape"
            )
            for path in sorted(files, key=lambda each: each.encode("utf-8", "surrogateescape"))
        ]
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - modules hold anything: a digest must end no judgement
        return ""
    return hashlib.sha256(b"".join(lines)).hexdigest() if lines else ""


def _imported_by(module: ModuleType) -> Iterator[str]:
    """Yield the names of the modules that the names in a module come from."""
    for value in list(vars(module).values()):
        origin: object
        if isinstance(value, ModuleType):
            origin = value.__name__
        elif isinstance(value, type | FunctionType):
            origin = value.__module__
        else:
            origin = type(value).__module__
        if str(origin).partition(".")[0] not in _NOT_OF_IT:
            yield str(origin)


def _files(name: str) -> Mapping[str, Path]:
    """Return the files of the outermost package that a module is in, by the names they have there.

    A namespace package is no package in this sense: what is in it need not belong together.
    """
    parts = name.split(".")
    for count in range(1, len(parts) + 1):
        module = sys.modules.get(".".join(parts[:count]))
        place = getattr(module, "__file__", None)
        if module is None or not isinstance(place, str):
            continue
        inside, file = "/".join(parts[: count - 1]), Path(place)
        prefix = f"{inside}/" if inside else ""
        if not hasattr(module, "__path__"):
            return {f"{prefix}{file.name}": file}
        folder = file.parent
        return {
            f"{prefix}{parts[count - 1]}/{each.relative_to(folder).as_posix()}": each
            for each in folder.rglob("*")
            if each.suffix in _IMPORTED and each.is_file()
        }
    return {}
