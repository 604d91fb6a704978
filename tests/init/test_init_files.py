"""The files that judge an implementation in its project."""

import configparser
import re
import sys

import pytest
from haiway_conformance import Adapter
from haiway_conformance.adapter import capabilities
from haiway_conformance.init import Found, files_for
from haiway_conformance.init.adapter_template import MEMBERS, adapter_template

NEEDS_ADAPTER = Found("conformance_adapter:Implementation", "my_library", "", is_project=False)
RELEASE = Found("haiway", "", "haiway==0.30.1", is_project=False)
PROJECT = Found("my_tasks", "", "", is_project=True)


def written(folder, found):
    return {str(each.path): each for each in files_for(folder, found)}


def environment(text):
    tox = configparser.ConfigParser()
    tox.read_string(text)
    return tox["testenv:conformance"]


def test_a_new_folder_gets_tox_and_a_step_of_ci(tmp_path):
    files = written(tmp_path, RELEASE)
    assert set(files) == {"tox.ini", ".github/workflows/conformance.yml"}
    made = environment(files["tox.ini"].text)
    assert made["commands"] == (
        "haiway-conformance certify haiway --jobs auto --known-failures known_failures.toml"
        " {posargs}"
    )
    assert "\nhaiway==0.30.1" in made["deps"]
    assert made["skip_install"] == "true"
    workflow = files[".github/workflows/conformance.yml"].text
    assert "tox -e conformance" in workflow
    # The list of known failures is written with this interpreter.
    python = "{}.{}".format(*sys.version_info)
    assert made["base_python"] == f"python{python}"
    assert f'python-version: "{python}"\n' in workflow


def test_a_project_is_installed(tmp_path):
    text = written(tmp_path, PROJECT)["tox.ini"].text
    assert "skip_install" not in environment(text)
    assert "no_package" not in text


def test_what_is_there_is_left_alone(tmp_path):
    for path in ("tox.ini", ".github/workflows/conformance.yml", "conformance_adapter.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("[testenv:conformance]\n")
    assert files_for(tmp_path, NEEDS_ADAPTER) == []


def test_an_environment_is_added_to_a_tox_ini(tmp_path):
    (tmp_path / "tox.ini").write_text("[tox]\nenv_list = py313\n\n[testenv]\ndeps = pytest\n")
    file = written(tmp_path, PROJECT)["tox.ini"]
    assert file.adds
    whole = (tmp_path / "tox.ini").read_text() + file.text
    assert environment(whole)["commands"].startswith("haiway-conformance certify my_tasks")
    assert whole.count("[tox]") == 1


def test_another_ci_gets_no_workflow_of_github(tmp_path):
    (tmp_path / ".gitlab-ci.yml").write_text("")
    assert ".github/workflows/conformance.yml" not in written(tmp_path, PROJECT)


def test_the_adapter_names_the_whole_interface(tmp_path, monkeypatch):
    source = written(tmp_path, NEEDS_ADAPTER)["conformance_adapter.py"].text
    names = {each for each in vars(Adapter) if not each.startswith("_")}
    assert set(MEMBERS) == names - {"name", "version", "lacks", "task_factory", "offered"}
    monkeypatch.setitem(__import__("sys").modules, "my_library", None)
    made = {}
    exec(source.replace("import my_library", "pass"), made)
    assert capabilities(made["Implementation"]()) == set()


@pytest.mark.parametrize("name", MEMBERS)
def test_its_signatures_are_those_of_the_adapters_docs(name):
    said = re.sub(r"\W+", "", MEMBERS[name].partition(":")[0])
    docs = re.sub(r"\W+", "", (Adapter.__doc__ or ""))
    assert name in docs
    if MEMBERS[name].startswith("("):
        assert said in docs


def test_the_adapter_is_tidy():
    assert all(len(line) <= 100 for line in adapter_template("my_library").splitlines())
