"""Hygiene checks name the clause that was broken, and complain of no right implementation."""

import pytest
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.hygiene import checks
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Catch,
    Close,
    Element,
    Fail,
    Merge,
    Next,
    Scope,
    Sleep,
    Source,
    Spawn,
    Wait,
)
from haiway_conformance.simulated_loop import Canonical, RandomWalk
from haiway_spec import specification
from wrong_adapters import (
    AwaitsWithoutCancelling,
    ForgetsCoroutines,
    HoldsWhatItRaises,
    KeepsRequests,
    LeavesTimers,
    LosesExceptions,
    NeitherCancelsNorAwaits,
    RightSoFar,
)

PROGRAM = Program((Scope("s", (Spawn("t", (Wait("never", "never"),)), Sleep(1))),))
FAILING = Program((Catch((Scope("s", (Spawn("t", (Fail("e"),)), Sleep(1))),)),))


def chapter():
    with_programs = {"hygiene/idle", "hygiene/memory"}
    return {each.id for each in specification().chapter("hygiene").clauses} - with_programs


def complaints(adapter, program, choices=None):
    run = execute(adapter, program, choices or Canonical())
    return {each.clause: each.complaint for each in checks(run) if each.complaint is not None}


@pytest.mark.parametrize("program", [PROGRAM, FAILING], ids=["cancelled", "failing"])
@pytest.mark.parametrize(
    "adapter", [RightSoFar(), resolve("haiway_reference")], ids=["tiny", "reference"]
)
def test_who_leaves_nothing_behind_is_clean(adapter, program):
    for choices in (Canonical(), *map(RandomWalk, range(20))):
        assert complaints(adapter, program, choices) == {}


@pytest.mark.parametrize(
    ("adapter", "program", "clause", "says"),
    [
        (NeitherCancelsNorAwaits(), PROGRAM, "hygiene/no-orphans", "task t"),
        (
            LosesExceptions(),
            FAILING,
            "hygiene/no-unretrieved",
            "never retrieved (FailedException: e)",
        ),
        (ForgetsCoroutines(), PROGRAM, "hygiene/coroutines-awaited", "was never awaited"),
        (LeavesTimers(), PROGRAM, "hygiene/no-timers", "1 timers"),
        (KeepsRequests(), PROGRAM, "hygiene/cancelling-balanced", "after scope s"),
        (
            HoldsWhatItRaises(),
            FAILING,
            "hygiene/no-cycles",
            "what left s is in a reference cycle with a frame of HoldsWhatItRaises.end",
        ),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, RightSoFar) else "",
)
def test_what_is_left_behind_is_named_by_its_clause_alone(adapter, program, clause, says):
    found = complaints(adapter, program)
    assert list(found) == [clause]
    assert says in found[clause]


def test_what_is_told_many_times_is_said_once():
    spawns = tuple(Spawn(f"t{index}") for index in range(1000))
    found = complaints(ForgetsCoroutines(), Program((Scope("s", spawns),)))
    told = found["hygiene/coroutines-awaited"]
    assert told.count("was never awaited") == 1
    assert told.endswith("(1,000 times)")


def test_a_run_that_hangs_is_not_judged():
    """It has left nothing behind yet."""
    run = execute(AwaitsWithoutCancelling(), PROGRAM, Canonical())
    assert run.hung
    assert list(checks(run)) == []


def test_premises_are_met_by_what_happened_only():
    run = execute(RightSoFar(), Program((Scope("s", ()),)), Canonical())
    met = {each.clause for each in checks(run) if each.met}
    assert met == chapter() - {"hygiene/generators-closed", "hygiene/no-cycles"}
    run = execute(RightSoFar(), Program(()), Canonical())
    assert not any(each.met for each in checks(run))


@pytest.mark.parametrize(("program", "met"), [(PROGRAM, False), (FAILING, True)])
def test_an_exception_has_to_come_through_the_implementation(program, met):
    run = execute(RightSoFar(), program, Canonical())
    assert {each.met for each in checks(run) if each.clause == "hygiene/no-cycles"} == {met}


def test_every_clause_of_the_chapter_is_checked():
    run = execute(RightSoFar(), PROGRAM, Canonical())
    assert {each.clause for each in checks(run)} == chapter()


def merging(*operations):
    source = Source("async generator", (Element(),), ending="silent")
    return Program((Merge("m", (source, source)), *operations))


@pytest.mark.parametrize(
    ("program", "judged"),
    [
        (merging(Next("m")), False),
        (merging(Next("m"), Close("m")), True),
        (merging(Next("m", 2), Close("m")), True),
        (Program((Scope("s", merging(Next("m")).main),)), True),
    ],
    ids=["left", "closed", "read and closed", "in a scope"],
)
def test_a_stream_that_no_exit_closes_is_left_to_the_program(program, judged):
    run = execute(resolve("haiway_reference"), program, Canonical())
    found = {each.clause: each.complaint for each in checks(run)}
    assert ("hygiene/generators-closed" in found) is ("hygiene/no-orphans" in found) is judged
    assert not any(found.values())
