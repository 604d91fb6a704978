"""`cancellation/timeouts-compose`: `asyncio.timeout` works around and inside scopes.

Tried with time-outs that expire in bodies, tasks and exits, one inside another too.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Await,
    Block,
    CleanUp,
    CountRequests,
    Deadline,
    Operation,
    Scope,
    Sleep,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.cancellation.checks import (
    deadlines_of,
    expect_runner_continues,
    expect_timeout,
)
from haiway_conformance.suite.cancellation.programs import continuing_runner


def _slow_task(build: Builder) -> Operation:
    """Draw a task that ends by cancellation alone, and cleans up for longer than any time-out."""
    clean_up = (*build.pauses(1), Sleep(50))
    return build.spawn((CleanUp((build.for_ever(),), clean_up),))


def _endless_block(build: Builder) -> Block:
    """Draw a block that does not end within a few seconds, in a scope of its own or in none."""
    name = build.name("scope")
    tasks = build.some(0, 2, lambda: build.spawn(build.endless()))
    match build.number(0, 4):
        case 0:
            return (build.for_ever(),)
        case 1:
            waited = build.spawn(build.endless())
            return (Scope(name, (*tasks, waited, Await(waited.task))),)
        case 2:
            return (Scope(name, (*tasks, _slow_task(build), Wait(build.name("p"), "idle"))),)
        case 3:
            return (Scope(name, (*tasks, *build.with_clean_up((build.for_ever(),)))),)
        case _:
            return (Scope(name, (*tasks, *build.pauses(1), build.for_ever())),)


@programs
def timeouts_around_scopes(build: Builder) -> Block:
    """Draw a time-out around scopes; it expires in the body or during an exit."""
    block = _endless_block(build)
    for _ in range(build.number(0, 2)):
        tasks = build.some(0, 1, lambda: build.spawn(build.endless()))
        block = (build.scope((*tasks, *block)),)
    return continuing_runner(build, (Deadline(build.number(0, 3), block),))


@pytest.mark.haiway_needs("spawn")
@clause("cancellation/timeouts-compose")
@given(program=timeouts_around_scopes())
def test_a_timeout_around_scopes_ends_them_and_itself(explore: Explorer, program: Program) -> None:
    """If this fails, check what leaves the scope on a time-out, and what `cancelling()` is then."""
    (deadline,) = deadlines_of(program)
    for run in explore(program):
        timed_out = run.trace.first(Did.TIMED_OUT, task="runner")
        run.premise(timed_out and run.scopes)
        expect_timeout(run, deadline)
        expect_runner_continues(run, timed_out.number if timed_out else 0, deadline)
        for task in [each.subject for each in run.trace.of(Did.BEGAN)]:
            ended = run.ended(task)
            expect(
                task in ("main", "runner")
                or not timed_out
                or (ended and ended.number < timed_out.number),
                f"the {deadline} around the scope of task {task} had ended before {task} did",
            )


@programs
def nested_timeouts(build: Builder) -> Block:
    """Draw time-outs inside each other, with scopes between; some expire together."""
    block = _endless_block(build)
    for _ in range(build.number(2, 3)):
        if build.flag():
            tasks = build.some(0, 1, lambda: build.spawn(build.endless()))
            block = (build.scope((*tasks, *block)),)
        # Whatever an inner time-out does, an outer one expires too.
        block = (Deadline(build.one_of(1, 1, 1, 2, 99), (*block, build.for_ever())),)
    return continuing_runner(build, block)


@pytest.mark.haiway_needs("spawn")
@clause("cancellation/timeouts-compose")
@given(program=nested_timeouts())
def test_timeouts_within_each_other_run_out_at_their_level(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a request counts twice, or the wrong code undoes it."""
    outermost, *inner = deadlines_of(program)
    for run in explore(program):
        last = run.trace.last(Did.TIMED_OUT, task="runner")
        run.premise(last and run.scopes)
        expect_timeout(run, outermost)
        expect_runner_continues(run, last.number if last else 0, outermost)
        # The outermost short time-out surely expires, unless time has passed for other reasons.
        near = next((each for each in (outermost, *inner) if each != "deadline of 99 s"), None)
        if near and run.time_stands_still:
            expect_timeout(run, near)


@programs
def timeouts_inside_scopes(build: Builder) -> Block:
    """Draw time-outs that expire in the tasks and the body of a scope, all of which go on."""

    def timed(*, in_body: bool) -> Block:
        match build.number(0, 3):
            case 0:
                waited = build.spawn(build.endless())
                block: Block = (waited, Deadline(1, (Await(waited.task),)))
            case 1:
                name = build.name("scope")
                busy = build.spawn(build.busy_until_exit(name))
                block = (Deadline(build.number(0, 2), (Scope(name, (busy, build.for_ever())),)),)
            case 2:
                block = (Deadline(1, build.with_clean_up((build.for_ever(),))),)
            case _:
                block = (Deadline(0, (Sleep(1),)), Deadline(1, (*build.pauses(1), Sleep(9))))
        rest: Block = () if in_body else (Yield(),)
        return (CountRequests(), *block, CountRequests(), *build.pauses(1), *rest)

    busy = build.some(0, 2, lambda: build.spawn(build.busy_until_exit("scope0")))
    tasks = tuple(build.spawn(timed(in_body=False)) for _ in range(build.number(0, 2)))
    body = timed(in_body=True) if not tasks or build.flag() else ()
    awaits = tuple(Await(task.task) for task in tasks)
    return (Start("runner", (Scope("scope0", (*busy, *tasks, *body, *awaits)),)),)


@pytest.mark.haiway_needs("spawn")
@clause("cancellation/timeouts-compose")
@given(program=timeouts_inside_scopes())
def test_timeouts_inside_a_scope_affect_no_other_task(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a time-out in a task ends that task, or its scope."""
    for run in explore(program):
        timed_out = run.trace.of(Did.TIMED_OUT)
        run.premise(timed_out)
        expected = len(deadlines_of(program))
        ended = run.ended("runner")
        expect(
            ended is None or len(timed_out) == expected,
            f"{expected} time-outs were around blocks that do not end by themselves, but"
            f" TimeoutError was raised at {len(timed_out)} of them",
        )
        expect(
            ended is None or ended.did is Did.RETURNED,
            f"only time-outs inside scope scope0 expired, and each was caught, but runner, which"
            f" runs it, {ended.did if ended else ''} {ended.detail if ended else ''}".rstrip(),
        )
        exiting, tasks = run.exiting("scope0"), run.tasks_of("scope0")
        for event in run.trace.of(Did.SAW, Did.INTERRUPTED):
            if exiting and event.number > exiting.number:
                continue
            expect(
                event.did is Did.INTERRUPTED or event.detail == "0",
                f"`cancelling()` of {event.task} beside its time-out was {event.detail}",
            )
            expect(
                event.did is Did.SAW or event.task not in tasks or event.subject[:3] != "end",
                f"{event.task} was cancelled at {event.subject}, though only time-outs of other"
                " tasks had expired",
            )
