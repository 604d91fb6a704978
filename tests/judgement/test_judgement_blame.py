"""Runs that end badly by the fault of other clauses are left out, and these clauses are noted."""

import pytest
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement import Explorer, Profile, Violation
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Await,
    Element,
    Fail,
    Next,
    Open,
    Process,
    Resource,
    Scope,
    Source,
    Spawn,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.blame import violated_by
from wrong_adapters import (
    AwaitsWithoutCancelling,
    EntersResourcesOutside,
    HelperIsSerial,
    HelperMakesBatches,
    HelperWaitsForAll,
    NeverWakes,
    RunsTasksOneByOne,
    SpawnWaits,
)

PROFILE = Profile("small", programs=3, schedules=2)
WAITS = (Wait("never", "never"),)
HANGS_IN_EXIT = Program((Scope("s", (Spawn("t", WAITS), Yield())),))
HANGS_AFTER_ERROR = Program((Scope("s", (Spawn("t", WAITS), Yield(), Fail("error1"))),))
MEETS = Program((Scope("s", (Spawn("t1", WAITS), Spawn("t2", (Yield(),)), Await("t2"))),))
AWAITS = Program((Scope("s", (Spawn("t", (Yield(),)), Await("t"))),))
SPAWNS_IN_HANDLER = Program(
    (Scope("s", (Process("h", Source("list", (Element(body=(Spawn("t", WAITS),)),))),)),)
)
SPAWNS_IN_TASK_OF_HANDLER = Program(
    (
        Scope(
            "s",
            (
                Process(
                    "h",
                    Source("list", (Element(body=(Spawn("t1", (Spawn("t2", WAITS),)), Yield())),)),
                ),
            ),
        ),
    )
)
CALLS_THAT_MEET = Program(
    (
        Scope(
            "s",
            (
                Process(
                    "h",
                    Source(
                        "list",
                        tuple(
                            Element(body=body)
                            for body in ((Wait("p", after="h[2] began"),), (Yield(),), (Yield(),))
                        ),
                    ),
                ),
            ),
        ),
    )
)
SPAWNS_IN_RESOURCE = Program(
    (Scope("s1", (Scope("s2", (Yield(),), resources=(Resource("r", (Spawn("t", WAITS),)),)),)),)
)


def explorer(adapter, clause):
    return Explorer(adapter, seed=0, profile=PROFILE, clause=clause, find_violated=violated_by)


@pytest.mark.parametrize(
    ("adapter", "program", "to_blame"),
    [
        (AwaitsWithoutCancelling(), HANGS_IN_EXIT, "scopes/exit-cancels-tasks"),
        (AwaitsWithoutCancelling(), HANGS_AFTER_ERROR, "scopes/error-cancels-tasks"),
        (SpawnWaits(), MEETS, "tasks/concurrent"),
        (RunsTasksOneByOne(), MEETS, "tasks/concurrent"),
        (NeverWakes(), AWAITS, "tasks/result"),
        (HelperWaitsForAll(), SPAWNS_IN_HANDLER, "process/handler-tasks"),
        (HelperWaitsForAll(), SPAWNS_IN_TASK_OF_HANDLER, "process/handler-tasks"),
        (HelperIsSerial(), CALLS_THAT_MEET, "process/reaches-limit"),
        (HelperMakesBatches(), CALLS_THAT_MEET, "process/refills"),
        (EntersResourcesOutside(), SPAWNS_IN_RESOURCE, "scopes/exit-cancels-tasks"),
    ],
    ids=lambda value: type(value).__name__ if hasattr(value, "scope") else str(value)[:30],
)
def test_a_run_that_hangs_is_charged_to_the_clause_that_keeps_it_from_ending(
    adapter, program, to_blame
):
    explore = explorer(adapter, "state/provided")
    assert list(explore(program)) == []
    found = explore.findings()
    assert found.left_out == found.schedules > 0
    assert set(found.blamed) == {to_blame}
    assert ("process" if to_blame.startswith("process") else "spawn") in found.blamed[to_blame].text


def test_the_clause_that_keeps_a_run_from_ending_is_violated_by_it():
    explore = explorer(SpawnWaits(), "tasks/concurrent")
    with pytest.raises(Violation, match="never ends"):
        list(explore(MEETS))
    assert explore.findings().blamed == {}


def test_a_program_that_misuses_the_implementation_is_no_evidence_against_other_clauses():
    explore = explorer(SpawnWaits(), "scopes/late-spawn")
    with pytest.raises(Violation, match="never ends"):
        list(explore(MEETS, hygiene=False))
    assert explore.findings().blamed == {}


def test_a_right_implementation_is_blamed_for_nothing():
    explore = explorer(resolve("haiway_reference"), "state/provided")
    for program in (HANGS_IN_EXIT, MEETS, AWAITS):
        for run in explore(program):
            assert run.premise(True)
            assert violated_by(run) == {}
    assert (explore.findings().left_out, explore.findings().blamed) == (0, {})


def test_a_stream_that_is_opened_again_and_again_is_no_stream_that_repeats_items():
    inner = Open("s2", Source("async generator", (Element(),)))
    outer = Source("async generator", (Element(), Element()), (inner, Next("s2")))
    program = Program((Scope("s", (Open("s1", outer), Next("s1"), Next("s1"))),))
    for run in explorer(resolve("haiway_reference"), "state/provided")(program):
        assert [each.detail for each in run.trace.of(Did.ITEM, subject="s2")] == ["s2[0]"] * 2
        assert violated_by(run) == {}


def test_other_clauses_that_are_violated_explain_why_no_program_met_the_premise():
    explore = explorer(AwaitsWithoutCancelling(), "state/provided")
    for _ in explore(HANGS_IN_EXIT, about_exit=True, any_ending=True):
        pass
    assert set(explore.findings().blamed) == {"scopes/exit-cancels-tasks"}
