"""`cancellation/downward`: cancelling the task that runs a scope cancels everything under it.

That is awaited, and then CancelledError leaves the scope. Tried with tasks, nested scopes, helpers
and streams. `cancellation/second-request` is recorded.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.execution import tells_cancellation
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    CleanUp,
    Deadline,
    Operation,
    Scope,
    Sleep,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.cancellation.checks import (
    expect_runner_ends_cancelled,
    request_to_runner,
    scopes_open_at,
)
from haiway_conformance.suite.cancellation.programs import (
    cancelled_runner,
    endless_helpers_cancelled,
    endless_stream,
    used_scopes_cancelled,
)
from haiway_conformance.suite.scopes.checks import (
    expect_scope1_cancels_endless_tasks,
    expect_tasks_ended_inside,
    how,
)


def _worker(build: Builder) -> Operation:
    """Draw a task that ends by cancellation alone; it may run a scope of its own."""
    if build.number(0, 3):
        return build.spawn(build.endless())
    inner = build.scope((build.spawn(build.endless()), build.for_ever()))
    return build.spawn(build.with_clean_up((inner,)))


@programs
def endless_scopes_cancelled(build: Builder) -> Block:
    """Draw nested scopes whose tasks and innermost body wait for ever, and cancel the runner."""
    match build.number(0, 3):
        case 0:
            task = build.spawn(build.endless())
            block: Block = (task, Await(task.task))
        case 1:
            block = (Deadline(99_999, (build.for_ever(),)),)
        case 2:
            block = build.with_clean_up((build.for_ever(),))
        case _:
            block = (build.for_ever(),)
    names: list[str] = []
    levels = build.number(1, 3)
    for level in range(1, levels + 1):
        name = build.name("scope")
        names.append(name)
        tasks = build.some(0, 2, lambda: _worker(build))
        block = (Scope(name, (*tasks, *build.some(0, 1, build.moment), *block)),)
        if level == 1 < levels and build.seldom():
            block = build.in_a_task(block)
    return cancelled_runner(
        build, block, *(f"entered {name}" for name in names), f"entering {names[-1]}"
    )


@clause("cancellation/downward")
@given(program=endless_scopes_cancelled())
def test_a_request_reaches_everything_under_the_task(explore: Explorer, program: Program) -> None:
    """If this fails, check whether every level of nesting, and every kind of task, is cancelled."""
    for run in explore(program):
        request = request_to_runner(run)
        if request is None:
            continue
        for scope in scopes_open_at(run, request):
            for task in run.tasks_of(scope):
                wait = run.waiting_at(task, request)
                if wait is None or not wait.subject.startswith("never"):
                    continue
                run.premise(True)  # noqa: FBT003 - a task waits for ever
                expect(
                    run.trace.first(Did.INTERRUPTED, subject=wait.subject),
                    f"runner was cancelled, but task {task} of scope {scope}, which it runs,"
                    f" was never cancelled at its wait for {wait.subject}",
                )


@clause("cancellation/downward")
@given(program=endless_scopes_cancelled())
def test_a_request_waits_for_everything_and_then_leaves(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a cancelled exit waits, and raises CancelledError after that."""
    for run in explore(program):
        request = request_to_runner(run)
        if request is None:
            continue
        last = run.waiting_at("runner", request)
        open_ = scopes_open_at(run, request)
        for scope in open_:
            for task in run.tasks_of(scope):
                ended, exited = run.ended(task), run.exited(open_[0])
                run.premise(ended and ended.number > request.number)
                expect(
                    exited is None or (ended and ended.number < exited.number),
                    f"runner was cancelled, but left scope {open_[0]} before task {task} of"
                    f" scope {scope}, which is under it, had ended",
                )
            host, exited = run.trace.first(Did.ENTERED, subject=scope), run.exited(scope)
            if host and host.task == "runner" and last and last.subject.startswith("never"):
                expect(
                    exited and tells_cancellation(exited.detail),
                    f"runner was cancelled in the body of scope {scope}, which should have been"
                    f" left by CancelledError, but was"
                    f" {'exited ' + how(exited) if exited else 'never exited'}",
                )
        expect_runner_ends_cancelled(run, request)


@clause("cancellation/downward")
@given(program=endless_helpers_cancelled())
def test_a_request_reaches_the_handlers_of_a_helper(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a cancelled helper cancels all its calls."""
    for run in explore(program):
        request = request_to_runner(run)
        exited = run.exited("scope0")
        if request is None or exited is None or exited.number < request.number:
            continue
        _expect_all_ended_inside(run, "scope0")
        for call in [each.subject for each in run.trace.of(Did.BEGAN) if "[" in each.subject]:
            wait = run.waiting_at(call, request)
            if run.premise(wait and wait.subject.startswith("never")) and wait:
                expect(
                    run.trace.first(Did.INTERRUPTED, subject=wait.subject),
                    f"runner was cancelled, but {call}, a call of its helper, was never"
                    f" cancelled at its wait for {wait.subject}",
                )


def _expect_all_ended_inside(run: Run, scope: str) -> None:
    """Expect that tasks, handlers and generators had ended when the cancelled scope was left."""
    exited = run.exited(scope)
    under = [
        each.subject
        for each in run.trace.of(Did.BEGAN)
        if each.subject not in ("main", "root", "runner")
        and not each.subject.startswith("source of")
    ]
    for name in under:
        ended = run.ended(name)
        expect(
            exited is None or (ended and ended.number < exited.number),
            f"runner was cancelled, but left scope {scope} before {name}, which is under it, had"
            " ended",
        )


@programs
def endless_streams_cancelled(build: Builder) -> Block:
    """Draw a loop over a stream that does not end by itself, and cancel the runner."""
    busy = build.some(0, 1, lambda: build.spawn(build.endless()))
    block: Block = (Scope("scope0", (*busy, endless_stream(build))),)
    return cancelled_runner(build, block, "entered scope0")


@clause("cancellation/downward")
@given(program=endless_streams_cancelled())
def test_a_request_ends_the_generator_of_a_stream(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the generator ends when its consumer is cancelled."""
    for run in explore(program):
        request = request_to_runner(run)
        exited = run.exited("scope0")
        if request is not None and exited is not None and exited.number > request.number:
            began, ended = run.began("stream"), run.ended("stream")
            before = began is not None and began.number < request.number
            run.premise(before and (ended is None or request.number < ended.number))
            _expect_all_ended_inside(run, "scope0")


@pytest.mark.haiway_prior_use
@clause("cancellation/downward")
@given(program=used_scopes_cancelled())
def test_a_request_ends_everything_after_prior_use(explore: Explorer, program: Program) -> None:
    """If this fails, check which earlier event keeps the request from reaching everything."""
    for run in explore(program, any_ending=True, about_exit=True):
        request = request_to_runner(run, by="main")  # it may have cancelled itself before
        if request is None or "scope1" not in scopes_open_at(run, request):
            continue
        exited = run.exited("scope1")
        run.premise(expect_scope1_cancels_endless_tasks(run))
        expect_tasks_ended_inside(run, "scope1")
        expect(
            exited is None or tells_cancellation(exited.detail),
            "the task that runs scope scope1 was cancelled, but the scope was exited"
            f" {how(exited) if exited else ''}",
        )


@programs
def cancelled_twice(build: Builder) -> Block:
    """Draw a scope whose tasks are cleaning up when the runner is cancelled a second time."""

    def task() -> Operation:
        return build.spawn((CleanUp((build.for_ever(),), (build.suspension(), Sleep(5))),))

    body: Block = (*build.some(1, 2, task), Wait("p", "idle"), build.for_ever())
    first: Block = (Wait("first", "idle"), Wait("then", "idle"), Cancel("runner"))
    second: Block = (Wait("second", "any", after="exit of scope1"), *build.pauses(1))
    return (Start("runner", (Scope("scope1", body),)), *first, *second, Cancel("runner"))


@clause("cancellation/second-request")
@given(program=cancelled_twice())
def test_a_second_request_during_exit(explore: Explorer, program: Program) -> None:
    """Record whether a second request reaches tasks that are in their clean-up."""
    for run in explore(program, any_ending=True):
        requests = run.trace.of(Did.REQUESTS)
        for clean_up in run.trace.of(Did.CLEANS_UP):
            waits = len(requests) > 1 and run.waiting_at(clean_up.task, requests[1])
            if not waits or clean_up.number > requests[1].number:
                continue
            interrupted = run.trace.last(Did.INTERRUPTED, task=clean_up.task)
            reached = interrupted is not None and interrupted.number > clean_up.number
            explore.observe("reaches clean-ups" if reached else "leaves clean-ups undisturbed")
