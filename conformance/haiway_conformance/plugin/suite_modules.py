"""Collect the suite whatever a project calls its own tests, as a plugin of pytest."""

import re
from collections.abc import Callable, Generator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import pytest

__all__ = ("SuiteModule", "may_judge")

# As in `haiway_conformance.report`, which is not imported for everybody.
HYGIENE: Final = "hygiene"
_BY_VARIABLE: Final = re.compile(r"\bclause\((?!\s*\")")
_SUITE: Final = Path(__file__).resolve().parent.parent / "suite"


class SuiteModule(pytest.Module):
    """A module of the suite. `python_functions` in a project's configuration is not about it."""

    def funcnamefilter(self, name: str) -> bool:
        """Return True for the name of a property.

        Args:
            name: The name of a function.
        """
        return name.startswith("test_")


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Collect modules of the suite, even if a project's `python_files` names others."""
    found = yield
    if not found and _is_suite_module(file_path):
        return [_suite_module(parent, file_path)]
    return found


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> SuiteModule | None:
    """Collect all properties of a module of the suite."""
    return _suite_module(parent, module_path) if _is_suite_module(module_path) else None


@pytest.hookimpl
def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass over modules of the suite that judge none of the selected clauses: that saves time."""
    wanted: list[str] = config.option.haiway_clause
    if not wanted or not _is_suite_module(collection_path):
        return None
    return None if may_judge(collection_path, wanted) else True


def may_judge(module: Path, clauses: Sequence[str]) -> bool:
    """Tell if a module of the suite may have a property for one of several clauses.

    Args:
        module: The file.
        clauses: The ids of the clauses. Those of chapter hygiene are judged by all programs.
    """
    if any(each.startswith(f"{HYGIENE}/") for each in clauses):
        return True
    source = _source_of(module)
    # Wherever a clause is judged, its id stands literally, or else it is named by a variable.
    return any(f'"{each}"' in source for each in clauses) or bool(_BY_VARIABLE.search(source))


@cache
def _source_of(module: Path) -> str:
    return module.read_text(encoding="utf-8")


def _suite_module(parent: pytest.Collector, path: Path) -> SuiteModule:
    make: Callable[..., SuiteModule] = cast("Any", SuiteModule).from_parent
    return make(parent, path=path)


def _is_suite_module(path: Path) -> bool:
    return path.name.startswith("test_") and path.suffix == ".py" and path.is_relative_to(_SUITE)
