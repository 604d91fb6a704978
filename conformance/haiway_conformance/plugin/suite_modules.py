"""Collect the suite whatever a project calls its own tests, as a plugin of pytest."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Final, cast

import pytest

__all__ = ("SuiteModule",)

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


def _suite_module(parent: pytest.Collector, path: Path) -> SuiteModule:
    make: Callable[..., SuiteModule] = cast("Any", SuiteModule).from_parent
    return make(parent, path=path)


def _is_suite_module(path: Path) -> bool:
    return path.name.startswith("test_") and path.suffix == ".py" and path.is_relative_to(_SUITE)
