"""The drawing of a run shows what its trace says."""

from copy import deepcopy
from itertools import pairwise

import pytest
from golden_cases import CASES, REFERENCE, STREAM
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.timeline_with_reasons import timeline_with_reasons
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Cancel,
    CleanUp,
    Open,
    Resource,
    Scope,
    Sleep,
    Spawn,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Canonical, Did, RandomWalk
from haiway_conformance.suite.monitoring.theme import Theme
from haiway_conformance.suite.random_programs import random_program
from haiway_conformance.timeline import Folded, Row, Timeline
from haiway_conformance.timeline.drawing import drawn
from haiway_conformance.timeline.spans import Drawn, Lasting, MarkKind, Over, Span

NEVER = Wait("never", "never")


def case(name: str) -> Drawn:
    (found,) = (each for each in CASES if each.name == name)
    # A schedule that is replayed can be used once.
    run = execute(found.adapter, found.program, deepcopy(found.choices))
    return drawn(timeline_with_reasons(run, found.adapter))


def of(*body) -> Drawn:
    run = execute(REFERENCE, Program((Scope("s", body),)), Canonical())
    return drawn(timeline_with_reasons(run, REFERENCE))


def said(picture: Drawn, kind: Lasting) -> list[tuple[str, str, str, str, Over]]:
    """Return the lane and name of spans of a kind, the rows where they begin and end, and how."""
    return [
        (
            each.lane,
            each.name,
            picture.rows[each.begin].text,
            picture.rows[each.end].text,
            each.over,
        )
        for each in picture.spans
        if each.kind is kind
    ]


def test_tasks_and_scopes_last_from_their_beginning_to_their_end():
    picture = case("a_failure_stops_the_others")
    assert said(picture, Lasting.TASK) == [
        ("main", "main", "began", "failed: ExceptionGroup[e]", Over.ENDED),
        ("t", "t", "began", "was cancelled", Over.ENDED),
        ("u", "u", "began", "failed: e", Over.ENDED),
    ]
    assert said(picture, Lasting.SCOPE) == [
        ("main", "s", "entering s", "exited s: ExceptionGroup[e]", Over.ENDED)
    ]
    (scope,) = (each for each in picture.spans if each.kind is Lasting.SCOPE)
    assert scope.level == 1
    assert picture.rows[scope.opened].text == "entered s"
    assert picture.rows[scope.closing].text == "exiting s: CancelledError"


def test_a_wait_lasts_until_the_task_goes_on():
    picture = case("a_failure_stops_the_others")
    assert said(picture, Lasting.WAIT) == [
        ("main", "never", "waits never", "interrupted never", Over.ENDED),
        ("t", "never", "waits never", "interrupted never", Over.ENDED),
        ("u", "p", "waits p", "goes on p", Over.ENDED),
    ]


def test_what_has_not_ended_when_the_run_does_is_open():
    picture = case("exit_waits_for_a_task_that_never_ends")
    last = len(picture.rows) - 1
    left = [(each.kind, each.lane, each.end) for each in picture.spans if each.over is Over.OPEN]
    assert left == [
        (Lasting.TASK, "main", last),
        (Lasting.SCOPE, "main", last),
        (Lasting.TASK, "t", last),
        (Lasting.WAIT, "t", last),
    ]


def test_requests_go_to_the_task_that_is_cancelled():
    picture = case("requests_of_the_program")
    requests = [each for each in picture.marks if each.kind is MarkKind.REQUEST]
    assert [(each.lane, each.to) for each in requests] == [
        ("main", "unlucky"),
        ("main", "runner"),
        ("runner", "t"),
        ("main", ""),  # by a timeout
    ]
    delivered = [each for each in picture.marks if each.kind is MarkKind.CANCELLED]
    assert [each.lane for each in delivered] == ["runner", "t", "t", "runner", "main"]


def test_failures_and_deviations_are_marked():
    picture = case("a_failure_is_lost")
    assert [(each.lane, each.kind) for each in picture.marks if each.kind is MarkKind.FAILURE] == [
        ("t", MarkKind.FAILURE)
    ]
    picture = case("a_race_that_needs_one_deviation")
    (deviating,) = (each for each in picture.marks if each.deviates)
    assert picture.rows[deviating.at].text == "goes on r"


def test_a_task_is_spawned_by_another_one():
    picture = of(Spawn("t", (Yield(),)))
    spawned, *_ = (each for each in picture.marks if each.to)
    assert (spawned.lane, spawned.to, spawned.kind) == ("main", "t", MarkKind.EVENT)


def test_streams_last_until_their_end_in_the_lane_that_opened_them():
    assert said(case("a_stream_is_read"), Lasting.STREAM) == [
        ("main", "n", "opens n: s", "has come to the end of n", Over.ENDED)
    ]
    assert [each[:2] for each in said(case("streams_are_merged_early"), Lasting.SOURCE)] == [
        ("source of m", "source of m"),
        ("source of m.b", "source of m.b"),
    ]


def test_a_stream_that_nobody_reads_ends_with_its_scope():
    (stream,) = said(of(Open("n", STREAM)), Lasting.STREAM)
    assert stream[3:] == ("exited s: normally", Over.ENDED)


def test_helpers_last_until_they_are_done_and_their_calls_are_handlers():
    picture = case("eager_handlers_of_a_helper")
    assert [each[:2] for each in said(picture, Lasting.HELPER)] == [("main", "h")]
    assert [each[0] for each in said(picture, Lasting.HANDLER)] == ["h[0]", "h[1]"]


def test_resources_have_a_lane_and_clean_ups_a_level():
    program = Program(
        (
            Scope(
                "s",
                (Spawn("t", (CleanUp((NEVER,), (Sleep(1),)),)), Yield(), Cancel("t")),
                resources=(Resource("r"),),
            ),
        )
    )
    run = execute(REFERENCE, program, Canonical())
    picture = drawn(timeline_with_reasons(run, REFERENCE))
    (resource,) = (each for each in picture.spans if each.kind is Lasting.RESOURCE)
    assert (resource.lane, resource.level, resource.over) == ("r", 0, Over.ENDED)
    assert picture.rows[resource.opened].did is Did.RESOURCE_ENTERED
    assert picture.rows[resource.closing].did is Did.RESOURCE_EXITING
    assert said(picture, Lasting.CLEAN_UP) == [("t", "t", "cleans up", "cleaned up", Over.ENDED)]


@pytest.mark.parametrize("number", range(30))
def test_random_programs_are_drawn_as_their_traces_say(number):
    run = execute(REFERENCE, random_program(number, Theme()), RandomWalk(number))
    timeline = timeline_with_reasons(run, REFERENCE)
    picture = drawn(timeline)
    rows = [each for each in picture.rows if isinstance(each, Row)]
    assert len(picture.marks) == len(rows)
    for each in picture.spans:
        assert each.lane in picture.lanes
        assert each.begin <= each.end < len(picture.rows)
    if len(rows) < len(picture.rows):
        return  # some are left out
    for kind, did in ((Lasting.SCOPE, Did.ENTERING), (Lasting.HELPER, Did.HELPS)):
        begun = [(row.lane, row.subject) for row in rows if row.did is did]
        assert [(each.lane, each.name) for each in picture.spans if each.kind is kind] == begun
    ran = [row.lane for row in rows if row.did is Did.BEGAN]
    own = (Lasting.TASK, Lasting.HANDLER, Lasting.SOURCE)
    assert [each.lane for each in picture.spans if each.kind in own] == ran
    for lane in picture.lanes:
        of_lane = [each for each in picture.spans if each.lane == lane]
        for level in range(picture.levels(lane)):
            at = [each for each in of_lane if each.level == level and each.kind is not Lasting.WAIT]
            assert all(one.end <= other.begin for one, other in pairwise(at))


def row(lane: str, did: Did, subject: str = "", time: float = 0) -> Row:
    return Row(time, 1, lane, f"{did} {subject}", did, subject=subject or lane)


def test_ends_among_rows_that_are_left_out_are_unknown():
    rows = (
        row("main", Did.BEGAN),
        row("main", Did.ENTERING, "s"),
        row("t", Did.BEGAN),
        Folded(9, 0, 5),
        row("main", Did.WAITS, "p"),
    )
    picture = drawn(Timeline(("main", "t"), rows, explained=False))
    assert picture.spans == (
        Span(Lasting.TASK, "main", "main", 0, 4),  # it has gone on since
        Span(Lasting.SCOPE, "main", "s", 1, 3, Over.UNKNOWN, level=1),
        Span(Lasting.TASK, "t", "t", 2, 3, Over.UNKNOWN),
        Span(Lasting.WAIT, "main", "p", 4, 4),
    )


def test_beginnings_among_rows_that_are_left_out_are_where_those_were():
    rows = (
        row("main", Did.BEGAN),
        Folded(9, 0, 5),
        row("t", Did.CLEANED_UP),
        row("t", Did.RETURNED),
    )
    picture = drawn(Timeline(("main", "t"), rows, explained=False))
    assert picture.spans[1:] == (
        Span(Lasting.TASK, "t", "t", 1, 3, Over.ENDED),
        Span(Lasting.CLEAN_UP, "t", "t", 1, 2, Over.ENDED, level=1),
    )


def test_nothing_happened():
    assert drawn(Timeline((), (), explained=False)) == Drawn((), (), (), ())
