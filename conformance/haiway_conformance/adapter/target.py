"""Find the adapter that a target on the command line names: `resolve`."""

import asyncio
import importlib
import json
import re
from copy import copy
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Final, cast
from urllib.parse import urlparse
from urllib.request import url2pathname

from haiway_conformance.adapter.adapter import Adapter, ModuleAdapter
from haiway_conformance.adapter.capability import capabilities
from haiway_conformance.adapter.said import said_by
from haiway_conformance.adapter.sources import digest_of_sources

__all__ = (
    "EAGER",
    "Implementation",
    "TargetError",
    "adapter_of",
    "identify",
    "in_words",
    "resolve",
)

EAGER: Final = "+eager"
"""The end of a target whose programs run under asyncio's eager task factory."""


class TargetError(Exception):
    """A target cannot be judged; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Implementation:
    """The identity of the implementation under test.

    Attributes:
        target: The target as the user named it.
        name: Its name.
        version: Its version.
        sha256: The digest of its files, as `digest_of_sources` computes it; empty if it is not
            known.
    """

    target: str
    name: str
    version: str
    sha256: str = ""


def resolve(target: str) -> Adapter:
    """Find the adapter that a target names.

    Args:
        target: `module`, an importable module with the guide's interface, or `module:attribute`,
            an `Adapter` subclass (called without arguments) or instance. With `EAGER` at its end,
            all programs run under `asyncio.eager_task_factory`.

    Returns:
        The adapter.

    Raises:
        TargetError: If there is no such module or attribute, or it does not have the required form.

    Example:
        >>> resolve("haiway_reference").scope is not None
        True
    """
    plain = target.removesuffix(EAGER)
    name, colon, path = plain.partition(":")
    _check_words(plain)
    module = _import(name)
    adapter = _of_attribute(_look_up(module, path), plain) if colon else _of_module(module)
    return adapter if plain == target else _eager(adapter, plain)


def adapter_of(found: object, target: str) -> Adapter:
    """Return the adapter of an object that is an implementation, or an adapter of one.

    Args:
        found: A module with the guide's interface, an `Adapter` subclass, or an instance.
        target: The name to call it by.

    Raises:
        TargetError: If it does not have the required form.
    """
    return _of_module(found) if isinstance(found, ModuleType) else _of_attribute(found, target)


def _eager(adapter: Adapter, target: str) -> Adapter:
    if adapter.task_factory is not None:
        raise TargetError(
            f"the adapter of {target} sets `task_factory` itself, so its tasks are eager or lazy as"
            f" it says. Judge {target} as it is."
        )
    eager = copy(adapter)  # the adapter may be an object of the module, and judged as it is, too
    eager.task_factory = asyncio.eager_task_factory
    return eager


def in_words(error: BaseException) -> str:
    """Describe an exception in one line that is the same in every process.

    Args:
        error: The exception. The members of a group are described too.
    """
    words = re.sub(r"\bat 0x[0-9a-fA-F]+", "at 0x...", " ".join(said_by(error).split()))
    said = f"{type(error).__name__}: {words}" if words else type(error).__name__
    if isinstance(error, BaseExceptionGroup):
        group = cast("BaseExceptionGroup[BaseException]", error)
        return f"{said}, of {'; '.join(map(in_words, group.exceptions))}"
    return said.rstrip(".")


def _check_words(target: str) -> None:
    name, colon, path = target.partition(":")
    words = name.split(".") + (path.split(".") if colon else [])
    if not all(word.isidentifier() for word in words):
        raise TargetError(
            f"{target!r} is not a target: expected `module` or `module:attribute`, with names as in"
            " an import statement (not a path, a requirement, or a call)."
        )
    if name.endswith(".py"):
        raise TargetError(
            f"{target!r} names a file, not a module. Leave out `.py`:"
            f" {name.removesuffix('.py') + colon + path!r}."
        )


def _import(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
            raise TargetError(
                f"there is no module {error.name!r} to import. Install its distribution into the"
                " environment of this command, or put the module's folder on PYTHONPATH. Name the"
                " module, not its distribution."
            ) from error
        raise _needs_module(name, error) from error
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise _import_failed(name, error) from error


def _needs_module(name: str, error: ModuleNotFoundError) -> TargetError:
    return TargetError(
        f"importing {name!r} failed: it needs the module {error.name!r}, which is not installed"
        " here. Install the implementation with its dependencies."
    )


def _import_failed(name: str, error: BaseException) -> TargetError:
    return TargetError(
        f"importing {name!r} failed with {in_words(error)}. The module must be importable by"
        f" itself: `python -c 'import {name}'` shows where it fails."
    )


def _of_module(module: ModuleType) -> Adapter:
    name = module.__name__
    try:
        adapter = ModuleAdapter(module)
    except ModuleNotFoundError as error:
        raise _needs_module(f"{name}.helpers.concurrent", error) from error
    except Exception as error:
        raise _import_failed(f"{name}.helpers.concurrent", error) from error
    if getattr(module, "ctx", None) is None and not capabilities(adapter):
        raise TargetError(
            f"module {name!r} has no `ctx`, so it does not have the guide's interface (`ctx`,"
            f" `State`, the helpers). {_adapters_in(module)}If its names differ, write an Adapter"
            " (at most 15 lines) and name it as `module:Adapter`; if you meant an object in another"
            " module, name that."
        )
    return adapter


def _look_up(module: ModuleType, path: str) -> object:
    found: object = module
    for part in path.split("."):
        try:
            found = getattr(found, part)
        except AttributeError:
            raise TargetError(
                f"module {module.__name__!r} has no attribute {path!r}. {_adapters_in(module)}Name"
                " an Adapter subclass or instance after the colon, or leave out the colon to judge"
                " the module itself."
            ) from None
        except Exception as error:
            raise TargetError(
                f"looking up {path!r} in module {module.__name__!r} raised {in_words(error)}. The"
                " module makes its attributes on access, and this one fails: look it up in a Python"
                " shell to see why."
            ) from error
    return found


def _adapters_in(module: ModuleType) -> str:
    names = sorted(
        name
        for name, value in vars(module).items()
        if isinstance(value, Adapter)
        or (isinstance(value, type) and issubclass(value, Adapter) and value is not Adapter)
    )
    named = ", ".join(f"`{module.__name__}:{each}`" for each in names)
    return f"It has an Adapter: {named}. " if names else ""


def _of_attribute(attribute: object, target: str) -> Adapter:
    if isinstance(attribute, Adapter):
        return attribute
    if isinstance(attribute, type) and issubclass(attribute, Adapter):
        try:
            return attribute()
        except Exception as error:
            raise TargetError(
                f"adapter {target!r} cannot be made: {attribute.__name__}() raised"
                f" {in_words(error)}. An Adapter subclass is called without arguments; name an"
                " instance if yours needs arguments."
            ) from error
    raise TargetError(
        f"{target!r} is {_kind(cast('object', attribute))}, not an Adapter. Name a subclass or an"
        " instance of `haiway_conformance.Adapter` after the colon; a class that only looks like"
        " one must derive from it."
    )


def _kind(attribute: object) -> str:
    if isinstance(attribute, type):
        return f"the class {attribute.__name__!r}"
    if isinstance(attribute, ModuleType):
        return f"the module {attribute.__name__!r} (a target too: name it with dots alone)"
    return f"an object of type {type(attribute).__name__!r}"


def identify(adapter: Adapter, target: str) -> Implementation:
    """Identify the implementation behind an adapter.

    Args:
        adapter: The adapter.
        target: The target that named it.

    Returns:
        Its name and version: the adapter's own, else those of the distribution that owns the
        module, else `unknown`. And the digest of its files.
    """
    name, version = adapter.name, adapter.version
    plain = target.removesuffix(EAGER)
    if name is None or version is None:
        owner = _owner(plain.partition(":")[0])
        if owner is not None:
            name = name or owner.metadata["Name"]
            version = version or owner.version
    digest = digest_of_sources(plain)
    return Implementation(target, name or "unknown", version or "unknown", digest)


def _owner(module: str) -> metadata.Distribution | None:
    names = metadata.packages_distributions().get(module.partition(".")[0], [])
    if names:
        return metadata.distribution(min(names))
    # An editable install does not list its modules, only the folder that contains them. Of several
    # such folders, the innermost is the module's.
    place = getattr(importlib.import_module(module), "__file__", None)
    if place is None:
        return None
    owners = [
        (len(folder.parts), distribution.metadata["Name"], distribution)
        for distribution in metadata.distributions()
        if (folder := _editable_folder(distribution)) is not None
        and Path(place).resolve().is_relative_to(folder)
    ]
    return max(owners, key=lambda owner: owner[:2])[2] if owners else None


def _editable_folder(distribution: metadata.Distribution) -> Path | None:
    text = distribution.read_text("direct_url.json")
    if text is None:
        return None
    origin = json.loads(text)
    if not origin.get("dir_info", {}).get("editable"):
        return None
    return Path(url2pathname(urlparse(str(origin["url"])).path)).resolve()
