"""The target is found in a project, or asked for."""

import sys

import pytest
from haiway_conformance.adapter import TargetError
from haiway_conformance.init import Found, find_target

SHAPED = "from haiway_reference import *\nfrom haiway_reference import ctx, State\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder, from which modules can be imported; haiway is not installed."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(sys.modules, "haiway", None)
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def project(folder, name):
    (folder / "pyproject.toml").write_text(f'[project]\nname = "{name}"\n')


def test_a_named_module_with_the_interface_needs_no_adapter(folder):
    found = find_target(folder, "haiway_reference")
    assert found.target == "haiway_reference"
    assert not found.module
    assert not found.is_project


def test_a_named_adapter_is_taken(folder):
    assert find_target(folder, "haiway_conformance.oracles:TaskGroups").target == (
        "haiway_conformance.oracles:TaskGroups"
    )


def test_a_named_attribute_that_is_missing_is_refused(folder):
    with pytest.raises(TargetError, match="Nothing"):
        find_target(folder, "haiway_conformance.oracles:Nothing")


def test_the_projects_own_module_comes_first(folder):
    project(folder, "My-Tasks")
    (folder / "my_tasks").mkdir()
    (folder / "my_tasks" / "__init__.py").write_text(SHAPED)
    assert find_target(folder, None) == Found("my_tasks", "", "", is_project=True)


def test_haiway_is_judged_where_the_project_has_nothing(folder, monkeypatch):
    monkeypatch.delitem(sys.modules, "haiway")
    (folder / "haiway.py").write_text(SHAPED)
    assert find_target(folder, None) == Found("haiway", "", "", is_project=False)


@pytest.mark.parametrize("named", [None, "other_shape"])
def test_what_has_another_interface_needs_an_adapter(folder, named):
    project(folder, "other_shape")
    (folder / "other_shape.py").write_text("def start(): ...\n")
    found = find_target(folder, named)
    assert found == Found("conformance_adapter:Implementation", "other_shape", "", is_project=True)


def test_an_empty_folder_gets_an_adapter_for_a_library_to_be_named(folder):
    assert find_target(folder, None).module == "my_library"


def test_the_adapter_that_was_filled_in_is_taken(folder):
    (folder / "conformance_adapter.py").write_text("")
    assert find_target(folder, None) == Found(
        "conformance_adapter:Implementation", "", "", is_project=False
    )


def test_an_installed_release_is_named(folder):
    found = find_target(folder, "pytest")
    assert found.module == "pytest"
    assert found.requirement == f"pytest=={pytest.__version__}"
