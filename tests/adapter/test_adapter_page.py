"""The page about adapters is true: its samples run, and its tables match the code."""

import argparse
import json
import re
import signal
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest
from haiway_conformance import plugin
from haiway_conformance.adapter import Adapter, ModuleAdapter
from haiway_conformance.adapter.capability import NEEDS
from haiway_conformance.plugin import simulations
from haiway_conformance.report import CANNOT_BE_JUDGED, Verdict, exit_code

ROOT = Path(__file__).parents[2]
INTERFACE = ROOT / "docs" / "specification" / "interface.toml"
PAGE = (ROOT / "docs" / "adapter.md").read_text(encoding="utf-8")


def block(caption: str) -> str:
    """Return the code block with a caption."""
    (found,) = re.findall(
        rf"```{{code-block}} \w+\n:caption: {caption}\n\n(.*?)```", PAGE, re.DOTALL
    )
    return found


def rows(heading: str) -> list[list[str]]:
    """Return the rows of the table with a heading."""
    table = PAGE[PAGE.index(f"| {heading} |") :].partition("\n\n")[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]
    ]


@pytest.fixture
def run(tmp_path):
    """Run a command in the folder of the sample."""
    (tmp_path / "groups.py").write_text(block("groups.py"), encoding="utf-8")

    def command(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return command


def test_the_sample_is_judged_and_comes_out_as_the_page_says(run, tmp_path):
    assert "$ haiway-conformance certify groups:Groups\n" in PAGE
    options = ("--profile", "quick", "--output", "report")
    done = run("haiway_conformance", "certify", "groups:Groups", *options)
    assert done.returncode == 1
    assert done.stdout.startswith("task groups 1.0 (groups:Groups) on Python")
    assert "\nverdict: not conformant " in done.stdout
    report = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    failed = [
        each["id"]
        for each in report["clauses"]
        if each["level"] == "MUST" and each["outcome"] == "failed"
    ]
    assert [f"`{each}`" for each in failed] == [row[0] for row in rows("clause that fails")]


MY_LIBRARY = """
from haiway_reference import State, ctx
from haiway_reference.helpers import concurrent


async def process_concurrently(source, /, handler, *, limit=2):
    await concurrent.process_concurrently(source, handler, concurrent_tasks=limit)
"""


def test_the_changed_module_is_judged(run, tmp_path):
    assert "$ haiway-conformance certify changed:Changed\n" in PAGE
    (tmp_path / "my_library.py").write_text(MY_LIBRARY, encoding="utf-8")
    (tmp_path / "changed.py").write_text(block("changed.py"), encoding="utf-8")
    options = ("--profile", "quick", "--chapter", "process")
    assert run("haiway_conformance", "certify", "my_library", *options).returncode == 2
    done = run("haiway_conformance", "certify", "changed:Changed", *options)
    assert done.returncode == 0, done.stdout
    assert "conformant" in done.stdout


def test_the_sample_is_small(run):
    source = block("groups.py")
    assert len([line for line in source.splitlines() if line.strip()]) <= 15


def test_the_smoke_check_says_what_the_page_shows(run, tmp_path):
    wrong = block("groups.py").replace("    @asynccontextmanager\n", "")
    (tmp_path / "groups.py").write_text(wrong, encoding="utf-8")
    done = run("haiway_conformance", "certify", "groups:Groups")
    assert done.returncode == 2
    assert (
        textwrap.fill(done.stderr, 88, break_on_hyphens=False) == block("the smoke check").strip()
    )


def test_the_sample_can_be_judged_with_pytest(run):
    assert "\n$ pytest --pyargs haiway_conformance.suite --haiway-implementation TARGET\n" in PAGE
    done = run(
        *(
            "pytest",
            "--pyargs",
            "haiway_conformance.suite",
            "--haiway-implementation",
            "groups:Groups",
        ),
        *("--haiway-profile=quick", "--haiway-clause=tasks/result", "-q"),
    )
    assert done.returncode == 0, done.stdout
    assert "conformance of task groups 1.0" in done.stdout


def test_capabilities_are_found_by_what_the_table_says():
    def spoken(need: str) -> str:
        name, dot, argument = need.partition(".")
        return f"`{name}({argument}=)`" if dot else f"`{name}`"

    assert rows("capability") == [
        [f"`{name}`", ", ".join(map(spoken, needs))] for name, needs in NEEDS.items()
    ]


def test_the_interface_lists_all_that_an_adapter_can_have():
    interface = tomllib.loads(INTERFACE.read_text(encoding="utf-8"))
    names = {each["name"].removeprefix("ctx.") for each in interface["name"]}
    names |= {f"log_{level}" for level in ("warning", "info", "debug")}
    assert names - {"State"} == set(ModuleAdapter._OF_CTX) | set(ModuleAdapter._HELPERS)
    assert all(hasattr(Adapter, name) for name in names)


def test_the_exit_codes_are_those_of_the_verdicts():
    codes = {code: verdict for code, verdict, _ in rows("code")}
    assert codes.pop(str(CANNOT_BE_JUDGED)) == "none"
    for number in (signal.SIGINT, signal.SIGTERM):
        assert codes.pop(str(exit_code(Verdict.INCOMPLETE, number))) == "incomplete"
    assert codes == {
        str(exit_code(each)): str(each) for each in Verdict if each is not Verdict.INCOMPLETE
    }


class Parser:
    """Records what the plugin declares, but for options that its help does not show."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def getgroup(self, *_) -> "Parser":
        return self

    def addoption(self, name: str, **declared) -> None:
        if declared["help"] != argparse.SUPPRESS:
            self.names.append(name)

    def addini(self, name: str, *_) -> None:
        self.names.append(name)


def test_the_options_are_those_of_the_plugin():
    parser = Parser()
    plugin.pytest_addoption(parser)
    of_simulations = Parser()
    simulations.declare_options(of_simulations)
    assert [row[0].strip("`").split()[0] for row in rows("option")] == [
        each for each in parser.names if each not in of_simulations.names
    ]
    page = (ROOT / "docs" / "simulation.md").read_text(encoding="utf-8")
    assert [each for each in of_simulations.names if f"`{each}" not in page] == []
    (profiles,) = (row[1] for row in rows("option") if "--haiway-profile" in row[0])
    assert tuple(re.findall(r"`(\w+)`", profiles)) == plugin.PROFILE_NAMES


def test_options_that_are_named_in_prose_are_there():
    done = subprocess.run(
        [sys.executable, "-m", "haiway_conformance", "certify", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    of_certify = set(re.findall(r"^ +(?:-\w, )?(--[a-z-]+)", done.stdout, re.MULTILINE))
    assert set(re.findall(r"`(--[a-z-]+)`", PAGE)) <= of_certify | {
        *("--lf", "--junitxml", "--haiway-implementation", "--haiway-full"),
        "--haiway-known-failures",
    }
