"""Find out what is to be judged in a project: `find_target`."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from haiway_conformance.adapter import TargetError, resolve

__all__ = ("Found", "find_target")

ADAPTER: Final = "conformance_adapter:Implementation"
"""The target if an adapter has to be written."""

# Judged if the project itself has nothing with the guide's interface.
_ELSE: Final = "haiway"


@dataclass(frozen=True, slots=True)
class Found:
    """The implementation that is to be judged.

    Attributes:
        target: The target, as `certify` takes it.
        module: The module for which an adapter has to be written; empty if none is needed.
        requirement: The release to install, if it is not the project itself; else empty.
        is_project: True if the folder can be installed.
    """

    target: str
    module: str
    requirement: str
    is_project: bool


def find_target(folder: Path, named: str | None) -> Found:
    """Find out what is to be judged, and whether it needs an adapter.

    Args:
        folder: The project's folder, from which its modules can be imported.
        named: The target that the user has named; None to look for one.

    Returns:
        The named target; else the adapter that an earlier call has asked for; else the project's
        own module with the guide's interface, or haiway. If none has that interface, the adapter
        that is still to be written.

    Raises:
        TargetError: If a target with an attribute is named, and there is none.
    """
    project = _project_of(folder)
    is_project = bool(project) or (folder / "setup.py").is_file()
    if named is not None and ":" in named:
        resolve(named)
        return Found(named, "", "", is_project)
    if named is None and (folder / f"{ADAPTER.partition(':')[0]}.py").is_file():
        return Found(ADAPTER, "", "", is_project)
    own = [named] if named is not None else [*_modules_of(folder, project)]
    for module in [*own, *([] if named else [_ELSE])]:
        if _has_interface(module):
            requirement = "" if _is_in(folder, module) else _requirement(module)
            return Found(module, "", requirement, is_project)
    module = next(iter(own), "my_library")
    requirement = "" if _is_in(folder, module) else _requirement(module)
    return Found(ADAPTER, module, requirement, is_project)


def _project_of(folder: Path) -> dict[str, Any]:
    try:
        with (folder / "pyproject.toml").open("rb") as file:
            return tomllib.load(file).get("project", {})
    except (OSError, tomllib.TOMLDecodeError):
        return {}


def _modules_of(folder: Path, project: dict[str, Any]) -> Iterator[str]:
    """Yield the names of the modules that a project probably consists of."""
    name = project.get("name")
    if isinstance(name, str):
        yield name.replace("-", "_").replace(".", "_").lower()
    for path in sorted([*folder.glob("*/__init__.py"), *folder.glob("src/*/__init__.py")]):
        if path.parent.name not in {"tests", "docs"}:
            yield path.parent.name


def _has_interface(module: str) -> bool:
    try:
        resolve(module)
    except TargetError:
        return False
    return True


def _is_in(folder: Path, module: str) -> bool:
    name = module.partition(".")[0]
    places = (folder, folder / "src")
    return any((each / name).is_dir() or (each / f"{name}.py").is_file() for each in places)


def _requirement(module: str) -> str:
    """Return the installed release that a module comes from; empty if it comes from none."""
    names = metadata.packages_distributions().get(module.partition(".")[0], [])
    return f"{names[0]}=={metadata.version(names[0])}" if names else ""
