"""Requests that are lost at one exact moment are found as soon as the page says."""

import importlib
import logging
import re
from pathlib import Path

import pytest
from haiway_conformance.programs import Program, script
from haiway_conformance.programs.cancellation_injection import injected
from haiway_conformance.programs.operations import Scope, Spawn, Wait
from haiway_conformance.suite.random_programs.cancelled import EXHAUSTIVE_UP_TO
from lost_requests import LOST, found, table

PAGE = (Path(__file__).parents[2] / "docs" / "exploration.md").read_text(encoding="utf-8")


@pytest.fixture
def importable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder from which mutants are imported."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(logging, "lastResort", None)
    return tmp_path


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_page_shows_how_soon_each_is_found(importable):
    rows = [line for line in PAGE.splitlines() if line.startswith("| `lost_")]
    assert rows == table(importable), "python tests/mutants/lost_requests.py prints the rows"


@pytest.mark.parametrize("mutant", LOST, ids=lambda mutant: mutant.name)
def test_the_monitor_names_the_cancelled_task(mutant, importable):
    mutant.write(importable)
    importlib.invalidate_caches()
    said = [found(mutant.target, seed, outside=True) for seed in range(3)]
    assert any(each and re.search(mutant.message, each[1]) for each in said), said


def test_the_reference_loses_nothing():
    assert found("haiway_reference", 0, outside=True) is None


def test_the_page_shows_a_point_of_a_program():
    body = (Spawn("t", (Wait("p"),)), Wait("q", "idle"))
    points = [script(each) for each in injected(Program((Scope("s", body),)))]
    (shown,) = re.findall(
        r":caption: One of the points of a program\n\n(.*?)\n```", PAGE, re.DOTALL
    )
    assert shown in points


def test_the_page_says_how_many_points_are_tried():
    assert f"more than {({40: 'forty'})[EXHAUSTIVE_UP_TO]} points" in " ".join(PAGE.split())
