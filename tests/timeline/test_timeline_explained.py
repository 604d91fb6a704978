"""Recording causes does not change a run, and gives every reason."""

import pytest
from drawn_programs import STRATEGIES, drawn
from eager_reference import EagerReference
from future_handles import EagerFutureHandles, FutureHandles
from golden_cases import OwnTasks
from haiway_conformance.adapter import capabilities, resolve
from haiway_conformance.adapter.availability import only_available
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.timeline_with_reasons import timeline_with_reasons
from haiway_conformance.oracles import TaskGroups
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    CancelCurrent,
    Process,
    Scope,
    Source,
    Spawn,
    Wait,
)
from haiway_conformance.simulated_loop import Canonical, Did, RandomWalk, ReplayChoices
from haiway_conformance.suite.monitoring.theme import Theme
from haiway_conformance.suite.random_programs import random_program
from haiway_conformance.timeline.cause_log import CauseLog
from own_task_set import OwnTaskSet
from worker_pool import WorkerPool
from wrong_adapters import KeepsRequests, NeitherCancelsNorAwaits

REFERENCE = resolve("haiway_reference")

OTHERS = [
    EagerFutureHandles,
    EagerReference,
    FutureHandles,
    KeepsRequests,
    NeitherCancelsNorAwaits,
    OwnTaskSet,
    OwnTasks,
    TaskGroups,
    WorkerPool,
]


def same(adapter, program: Program, choices) -> None:
    run = execute(adapter, program, choices)
    again = execute(adapter, program, ReplayChoices(run.deviations), causes=CauseLog())
    assert list(again.trace) == list(run.trace)
    assert again.deviations == run.deviations
    assert again.questions == run.questions
    assert repr(again.aftermath.ending) == repr(run.aftermath.ending)
    assert again.aftermath.places == run.aftermath.places
    assert again.aftermath.unretrieved == run.aftermath.unretrieved
    assert again.aftermath.never_awaited == run.aftermath.never_awaited


@pytest.mark.parametrize("name", STRATEGIES)
def test_recording_causes_changes_nothing_in_drawn_programs(name):
    for number, program in enumerate(drawn(name, 3)):
        same(REFERENCE, program, RandomWalk(number))


@pytest.mark.parametrize("kind", OTHERS, ids=lambda kind: kind.__name__)
def test_recording_causes_changes_nothing_in_other_implementations(kind):
    adapter = kind()
    with only_available(capabilities(adapter)):
        for seed in range(60):
            same(adapter, random_program(seed, Theme()), RandomWalk(seed))


@pytest.mark.parametrize("kind", [type(REFERENCE), *OTHERS], ids=lambda kind: kind.__name__)
def test_every_switch_has_a_reason_and_every_deviation_shows(kind):
    adapter = REFERENCE if kind is type(REFERENCE) else kind()
    for seed in range(40):
        with only_available(capabilities(adapter)):
            program = random_program(seed, Theme())
        run = execute(adapter, program, RandomWalk(seed))
        timeline = timeline_with_reasons(run, adapter)
        assert timeline.explained
        lane = None
        for row in timeline.rows:
            assert row.lane in timeline.lanes
            assert row.reason or row.lane == lane, f"no reason why {row.lane} continues: {row}"
            assert row.reason or row.did, "a request to cancel has a source"
            lane = row.lane
        assert [row for row in timeline.rows if row.did] != []
        assert bool(run.deviations) == any(row.deviation for row in timeline.rows)


def test_every_event_has_its_row():
    run = execute(REFERENCE, random_program(5, Theme()), Canonical())
    rows = [row for row in timeline_with_reasons(run, REFERENCE).rows if row.did]
    assert [(row.time, row.iteration, row.lane, row.did) for row in rows] == [
        (each.time, each.iteration, each.task, each.did) for each in run.trace
    ]


def test_an_interrupted_task_was_cancelled():
    """For tasks that the reference cancels, the canceller is always known."""
    seen = 0
    for seed in range(40):
        run = execute(REFERENCE, random_program(seed, Theme()), RandomWalk(seed))
        for row in timeline_with_reasons(run, REFERENCE).rows:
            if row.did is Did.INTERRUPTED and row.reason:
                seen += 1
                assert "cancelled by" in row.reason or "was cancelled" in row.reason
    assert seen > 20


def test_a_cancellation_that_is_delivered_later_is_no_second_request():
    """A task of an untracked kind that suspends with a pending request was cancelled before."""
    block = (CancelCurrent(), Wait("p"))
    program = Program((Scope("s", (Spawn("t", block), Wait("rest", "idle"))),))
    run = execute(OwnTaskSet(), program, Canonical())
    texts = [row.text for row in timeline_with_reasons(run, OwnTaskSet()).rows if row.lane == "t"]
    assert texts == ["began", "cancels itself", "waits p", "interrupted p", "was cancelled"]


def test_columns_are_in_the_order_of_the_program_under_every_schedule():
    program = Program(
        (
            Scope(
                "s",
                (
                    Spawn("outer", (Wait("p"), Spawn("inner", (Wait("q"),)))),
                    Spawn("last", ()),
                    Process("h", Source("async generator", ()), limit=1),
                ),
            ),
        )
    )
    for seed in range(10):
        lanes = timeline_with_reasons(
            execute(REFERENCE, program, RandomWalk(seed)), REFERENCE
        ).lanes
        order = ("main", "outer", "inner", "last", "source of h")
        assert lanes == tuple(each for each in order if each in lanes)
        assert {"main", "outer", "last"} <= set(lanes)


def test_ordinary_runs_record_no_causes(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a loop that tracks causes was made")

    monkeypatch.setattr("haiway_conformance.timeline.cause_log.CauseTrackingLoop", refuse)
    execute(REFERENCE, random_program(1, Theme()), Canonical())
    with pytest.raises(AssertionError, match="a loop that tracks causes"):
        execute(REFERENCE, random_program(1, Theme()), Canonical(), causes=CauseLog())
