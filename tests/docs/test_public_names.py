"""The page about public names lists what there is: no more, no less."""

import argparse
import importlib
import re
import subprocess
import sys
from pathlib import Path

import haiway_conformance.plugin
import pytest
from haiway_conformance.cli import main
from haiway_conformance.plugin.under_test import FIXTURE

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "public_api.md").read_text(encoding="utf-8")

# Of these packages everything in `__all__` is public.
WHOLE = ["haiway_conformance", "haiway_conformance.certify", "haiway_conformance.simulation"]
# Of these, some names; the others are for the kit's own packages.
PARTS = ["haiway_conformance.adapter", "haiway_conformance.judgement"]


def told() -> dict[str, set[str]]:
    """Return the names on the page, by their package."""
    rows = re.findall(r"^\| `(haiway_[\w.]+)`: ([^|]*) \|", PAGE, re.MULTILINE)
    return {package: set(re.findall(r"`(\w+)`", names)) for package, names in rows}


@pytest.mark.parametrize("package", [*WHOLE, "haiway_spec"])
def test_everything_in_all_is_on_the_page(package):
    assert told()[package] == set(importlib.import_module(package).__all__)


@pytest.mark.parametrize("package", PARTS)
def test_the_names_on_the_page_are_there(package):
    assert told()[package] <= set(importlib.import_module(package).__all__)


def test_every_package_is_known():
    assert set(told()) == {*WHOLE, *PARTS, "haiway_spec"}


def test_every_command_is_on_the_page():
    assert set(re.findall(r"^\| `haiway-conformance (\w+)` \|", PAGE, re.MULTILINE)) == set(
        main.commands
    )


def test_everything_of_pytest_is_on_the_page(tmp_path):
    parser = pytest.Parser(_ispytest=True)
    haiway_conformance.plugin.pytest_addoption(parser)
    options = [option for group in parser._groups for option in group.options]
    public = {
        option.names()[0] for option in options if option.attrs()["help"] != argparse.SUPPRESS
    }
    assert len(public) < len(options)
    markers = re.findall(r"@pytest\.mark\.(haiway_\w+)", printed(tmp_path, "--markers"))
    of_ours = re.compile(r"^(\w+) -- \S*haiway_conformance/plugin/", re.MULTILINE)
    fixtures = of_ours.findall(printed(tmp_path, "--fixtures"))
    # The one that a project defines.
    fixtures.append(FIXTURE)
    there = {*public, *parser._inidict, *markers, *fixtures}
    assert set(re.findall(r"`([\w-]+)`", PAGE.partition("## pytest")[2])) == there


def printed(folder, option):
    command = [sys.executable, "-m", "pytest", option]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout
