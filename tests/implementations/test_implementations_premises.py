"""Enough of the programs of each property meet the premise that the property states."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from haiway_conformance.judgement import Findings
from haiway_conformance.report import Outcome, Result

# At least this percentage of the programs must meet the premise of their property. With fewer, the
# property judges by a handful of programs, and the others are wasted.
LEAST = 5


def too_seldom(results: tuple[Result, ...]) -> list[str]:
    """Describe each property whose premise too few programs meet, or which states none."""
    return [
        f"{each.test} ({each.clause}): {each.findings.met} of {each.findings.programs} programs"
        f" meet its premise; at least {LEAST} in a hundred must"
        for each in sorted(results, key=lambda each: each.test)
        if not each.findings.programs or each.findings.met * 100 < LEAST * each.findings.programs
    ]


def test_of_each_property_enough_programs_meet_the_premise() -> None:
    script = Path(__file__).with_name("premises.py")
    words = [sys.executable, str(script), "haiway_reference"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    results = tuple(map(Result.from_json, json.loads(done.stdout)))
    assert results
    assert not (seldom := too_seldom(results)), "\n".join(seldom)


def result(met: int, programs: int) -> Result:
    findings = Findings(programs=programs, met=met)
    return Result("test_tasks::test_it", "tasks/result", Outcome.PASSED, findings=findings)


@pytest.mark.parametrize(("met", "programs"), [(0, 60), (2, 60), (4, 99), (0, 1), (0, 0)])
def test_too_few_are_named_with_figure_and_limit(met: int, programs: int) -> None:
    (complaint,) = too_seldom((result(met, programs),))
    assert complaint == (
        f"test_tasks::test_it (tasks/result): {met} of {programs} programs meet its premise; at"
        " least 5 in a hundred must"
    )


@pytest.mark.parametrize(("met", "programs"), [(3, 60), (5, 100), (1, 1), (1, 20)])
def test_enough_are_enough(met: int, programs: int) -> None:
    assert too_seldom((result(met, programs),)) == []
