"""From the word on the command line to an adapter: `resolve`."""

import importlib
import json
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlparse

from haiway_conformance.adapter.adapter import Adapter, ModuleAdapter

__all__ = ("Implementation", "TargetError", "identify", "resolve")


class TargetError(Exception):
    """A target cannot be judged; the message says why, and what its author can do."""


@dataclass(frozen=True, slots=True)
class Implementation:
    """Which implementation is judged.

    Attributes:
        target: The target as it was given.
        name: Its name.
        version: Its version.
    """

    target: str
    name: str
    version: str


def resolve(target: str) -> Adapter:
    """Find the adapter that a target names.

    Args:
        target: `module`, an importable module in the guide's shape, or `module:attribute`, an
            `Adapter` subclass (called without arguments) or instance.

    Returns:
        The adapter.

    Raises:
        TargetError: If there is no such module or attribute, or it has not the form required.

    Example:
        >>> resolve("haiway_reference").scope is not None
        True
    """
    name, colon, path = target.partition(":")
    module = _import(name, target)
    if not colon:
        return _of_module(module)
    attribute: object = module
    for part in path.split("."):
        try:
            attribute = getattr(attribute, part)
        except AttributeError:
            raise TargetError(
                f"module {name!r} has no attribute {path!r}. Name an Adapter subclass or instance"
                f" after the colon, or leave the colon out to judge the module itself."
            ) from None
    return _of_attribute(attribute, target)


def _import(name: str, target: str) -> ModuleType:
    try:
        if not all(part.isidentifier() for part in name.split(".")):
            raise TargetError(
                f"{target!r} is no target: expected `module` or `module:attribute`, with names as"
                " in an import statement (not a path, not a requirement)."
            )
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
            raise TargetError(
                f"there is no module {error.name!r} to import. Install what contains it into the"
                " environment of this command, or run the command where it can be imported"
                " (PYTHONPATH); for a distribution, name its module, not the distribution."
            ) from error
        raise TargetError(
            f"importing {name!r} failed, because it needs module {error.name!r}, which is not"
            " installed here. Install the implementation with its dependencies."
        ) from error
    except TargetError:
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        raise TargetError(
            f"importing {name!r} failed with {type(error).__name__}: {error}. The module must be"
            " importable by itself, before anything can be judged."
        ) from error


def _of_module(module: ModuleType) -> Adapter:
    if getattr(module, "ctx", None) is None:
        raise TargetError(
            f"module {module.__name__!r} has no `ctx`, so it has not the guide's shape (`ctx`,"
            " `State`, the helpers). If its names differ, write an Adapter (at most 15 lines) and"
            f" name it as `module:Adapter`; if an object of another module was meant, name that."
        )
    return ModuleAdapter(module)


def _of_attribute(attribute: object, target: str) -> Adapter:
    if isinstance(attribute, Adapter):
        return attribute
    if isinstance(attribute, type) and issubclass(attribute, Adapter):
        try:
            return attribute()
        except Exception as error:
            raise TargetError(
                f"adapter {target!r} cannot be made: {attribute.__name__}() raised"
                f" {type(error).__name__}: {error}. An Adapter subclass is called without"
                " arguments; name an instance if yours needs some."
            ) from error
    raise TargetError(
        f"{target!r} is {type(attribute).__name__!r}, no Adapter. After the colon stands a"
        " subclass or an instance of `haiway_conformance.Adapter`; a class that only looks like"
        " one must derive from it."
    )


def identify(adapter: Adapter, target: str) -> Implementation:
    """Say which implementation an adapter adapts.

    Args:
        adapter: The adapter.
        target: The target that named it.

    Returns:
        Name and version: the adapter's own, else of the distribution that owns the module, else
        `unknown`.
    """
    name, version = adapter.name, adapter.version
    if name is None or version is None:
        owner = _owner(target.partition(":")[0])
        if owner is not None:
            name = name or owner.metadata["Name"]
            version = version or owner.version
    return Implementation(target, name or "unknown", version or "unknown")


def _owner(module: str) -> metadata.Distribution | None:
    names = metadata.packages_distributions().get(module.partition(".")[0], [])
    if names:
        return metadata.distribution(sorted(names)[0])
    # An editable install lists none of its modules; it says in which folder they are.
    place = getattr(importlib.import_module(module), "__file__", None)
    for distribution in metadata.distributions():
        folder = _editable_folder(distribution)
        if place is not None and folder is not None and Path(place).is_relative_to(folder):
            return distribution
    return None


def _editable_folder(distribution: metadata.Distribution) -> Path | None:
    text = distribution.read_text("direct_url.json")
    if text is None:
        return None
    origin = json.loads(text)
    if not origin.get("dir_info", {}).get("editable"):
        return None
    return Path(unquote(urlparse(origin["url"]).path))
