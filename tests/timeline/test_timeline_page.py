"""The page about counterexamples shows real output, and explains all reasons."""

import re
from pathlib import Path

from golden_cases import golden
from haiway_conformance.simulated_loop import (
    CancelCall,
    CancelRequested,
    Cause,
    EventCompleted,
    TaskEnded,
    TaskStarted,
    ThreadCalled,
    TimerFired,
    Woken,
    Yielded,
)
from haiway_conformance.timeline.reasons import reason_of

PAGE = (Path(__file__).parents[2] / "docs" / "counterexamples.md").read_text(encoding="utf-8")

# Reasons without a cause: how steps follow each other.
OF_STEPS = {"the program begins", "in a step of t", "the same step continues"}

CAUSES = [
    TaskStarted("t"),
    Yielded(),
    EventCompleted("p"),
    TimerFired(),
    TaskEnded("t", "returned"),
    Woken("t"),
    CancelRequested(CancelCall("u", "t", Yielded(), "function", "module")),
    ThreadCalled(),
]


def test_the_page_shows_the_golden_texts():
    shown = re.findall(r"^```text\n(.*?)\n```$", PAGE, re.DOTALL | re.MULTILINE)
    assert shown == [
        golden("exit_waits_for_a_task_that_ticks"),
        golden("a_failure_stops_the_others"),
        golden("a_race_that_needs_one_deviation"),
    ]


def test_every_reason_is_explained():
    (table,) = re.findall(r"\| reason \|.*\n\|---\|---\|\n((?:\|.*\n)+)", PAGE)
    explained = {row.split("|")[1].strip() for row in table.splitlines()}
    assert {type(each) for each in CAUSES} == set(Cause.__value__.__args__)
    assert explained == OF_STEPS | set(map(reason_of, CAUSES))
