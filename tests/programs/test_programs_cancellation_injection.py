"""Cancellations are injected at each suspension of a program, and into its own tasks alone."""

from itertools import groupby, islice

import pytest
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.reduction import smaller
from haiway_conformance.programs import Program, script
from haiway_conformance.programs.cancellation_injection import injected
from haiway_conformance.programs.operations import (
    CleanUp,
    Consume,
    Element,
    Fail,
    GetState,
    InjectCancel,
    Open,
    Process,
    Resource,
    Scope,
    Source,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Canonical, Did, RandomWalk
from haiway_conformance.suite.monitoring.theme import Theme
from haiway_conformance.suite.random_programs import cancelled_programs
from haiway_conformance.suite.random_programs.cancelled import EXHAUSTIVE_UP_TO

REFERENCE = resolve("haiway_reference")
INTERRUPTED = list(islice(cancelled_programs(3, Theme()), 800))


def injections(program):
    """Yield each injected cancellation: the line before it, its task, moment and suspension."""
    for each in injected(Program(program)):
        lines = [line.strip() for line in script(each).splitlines()]
        (said,) = [line for line in lines if " from outside " in line]
        (request,) = [operation for operation in each if isinstance(operation, InjectCancel)]
        before = lines[lines.index(said) - 1] if lines[0] != said else ""
        yield before, request.task, request.moment, request.suspension


def both(before, task, *suspensions):
    return [(before, task, moment, nth) for nth in suspensions for moment in ("waiting", "woken")]


def test_at_each_suspension_of_main():
    program = (Wait("p"), GetState("A"), Wait("q"))
    assert [*injections(program)] == both("", "main", 1) + both("look up state A", "main", 1)


def test_in_the_exit_of_a_scope_and_at_the_end_of_its_tasks():
    program = (Scope("s", (Spawn("t", (Wait("p"), Fail("e"))),)),)
    assert [*injections(program)] == [
        *both("spawn task t:", "t", 1),
        *both("wait for p", "main", 1),
        *both("raise e", "main", 1, 2, 3),
    ]


def test_in_a_clean_up_and_at_its_end():
    program = (Start("t", (CleanUp((Wait("p"),), (Wait("q"),)),)),)
    assert [*injections(program)] == [
        *both("try:", "t", 1),
        *both("finally:", "t", 1),
        *both("wait for q", "main", 1),
        *both("wait for q", "main", 1),
    ]


def test_the_caller_of_a_helper_is_cancelled_and_its_handlers_are_not():
    program = (Process("h", Source("list", (Element(body=(Wait("p"),)), Element())), 2),)
    points = [*injections(program)]
    assert {task for _, task, _, _ in points} == {"main"}
    assert points[:6] == both("", "main", 1, 2, 3)
    assert points[6:] == both("wait for p", "main", 1) + both("h[1]:", "main", 1)


def test_a_consumer_is_cancelled_at_each_item():
    source = Source("async generator", (Element(), Element()), (Wait("p"),))
    program = (Open("s", source), Consume("s", (Wait("q"),)))
    points = [*injections(program)]
    assert {nth for *_, nth in points} == {1, 2, 3, 4}
    assert {task for _, task, _, _ in points} == {"main"}


def test_resources_are_the_host_s_affair():
    program = (Scope("s", (), (), (Resource("r", (Wait("p"),), (Wait("q"),)),)),)
    assert {task for _, task, _, _ in injections(program)} == {"main"}


def test_each_has_one_request_more():
    for program in INTERRUPTED[:20]:
        more = [each.size - program.size for each in injected(program)]
        assert set(more) <= {1}


def test_the_same_seed_gives_the_same_programs():
    assert [*islice(cancelled_programs(3, Theme()), 50)] == INTERRUPTED[:50]
    assert [*islice(cancelled_programs(4, Theme()), 50)] != INTERRUPTED[:50]


def test_small_programs_are_tried_at_all_points_and_large_ones_at_some():
    runs = groupby(INTERRUPTED, lambda each: len([*requests(each)]))
    groups = [[*group] for number, group in runs if number == 1]
    assert max(map(len, groups)) == EXHAUSTIVE_UP_TO
    complete = 0
    for group in groups[:-1]:
        points = next(
            points
            for each in smaller(group[0])
            if not any(requests(each)) and group[0] in (points := [*injected(each)])
        )
        assert [each for each in points if each in group] == group
        assert len(group) == min(EXHAUSTIVE_UP_TO, len(points))
        complete += group == points
    assert len(groups) / 2 < complete < len(groups) - 1


def requests(program):
    return (each for each in program if isinstance(each, InjectCancel))


def test_nobody_else_asks_anybody():
    kinds = {type(each).__name__ for program in INTERRUPTED for each in program}
    assert "InjectCancel" in kinds
    assert not kinds & {"Cancel", "CancelCurrent", "Deadline", "Start"}
    assert {len([*requests(program)]) for program in INTERRUPTED} == {1, 2}


@pytest.mark.parametrize("number", range(8))
def test_programs_end_under_any_schedule_and_requests_are_made(number):
    made = 0
    programs = INTERRUPTED[number::16]
    for seed, program in enumerate(programs):
        assert Program.from_text(program.to_text()) == program
        run = execute(REFERENCE, program, RandomWalk(seed))
        assert not run.hung, run.stuck()
        made += bool(run.trace.of(Did.REQUESTS, task="outside"))
    assert made > len(programs) // 2


def test_main_is_cancelled_in_the_exit_of_a_scope_whose_last_task_has_just_ended():
    task = Spawn("t", (CleanUp((Wait("p", "never"),), (Wait("q"),)),))
    program = Program((Scope("s", (task, Wait("r", "idle"))),))
    (woken,) = [
        each
        for each in injected(program)
        if each.main[0].body[2:] == (InjectCancel("main", "woken"),)
    ]
    trace = execute(REFERENCE, woken, Canonical()).trace
    request = trace.first(Did.REQUESTS)
    assert trace.first(Did.STOPPED, subject="t").number < request.number
    assert request.number < trace.first(Did.EXITED, subject="s").number
