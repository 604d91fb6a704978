"""Cancellation of the task that runs a scope, and by a scope of its tasks.

A request goes down to all that a scope holds, is waited for, and goes on to the caller; a scope's
own requests never leave it. What a program does after its scopes shows which of the two it was: it
is stopped there, or goes on.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.strategies import cancelled_scopes as draw
from haiway_conformance.simulation import Did
from haiway_conformance.suite.runner import counted_as_before, open_at, request_to_runner, stops


@clause("cancellation/downward")
@given(program=draw.cancelled_at_work())
def test_a_request_reaches_everything_under_the_task(explore: Explorer, program: Program) -> None:
    """If this fails: is there a level of nesting, or a kind of task, that does not hear of it?"""
    for run in explore(program):
        request = request_to_runner(run)
        if request is None:
            continue
        for scope in open_at(run, request):
            for task in run.tasks_of(scope):
                wait = run.waiting_at(task, request)
                if wait is None or not wait.subject.startswith("never"):
                    continue
                run.premise(True)  # noqa: FBT003 - a task was there that waits for ever
                expect(
                    run.trace.first(Did.INTERRUPTED, subject=wait.subject),
                    f"runner was asked to stop, and task {task} of scope {scope}, which it runs,"
                    f" was never cancelled at its wait for {wait.subject}",
                )


@clause("cancellation/downward")
@given(program=draw.cancelled_at_work())
def test_a_request_waits_for_everything_and_then_leaves(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does a cancelled exit wait, and does CancelledError go on after it?"""
    for run in explore(program):
        request = request_to_runner(run)
        if request is None:
            continue
        last = run.waiting_at("runner", request)
        open_ = open_at(run, request)
        for scope in open_:
            for task in run.tasks_of(scope):
                ended, exited = run.ended(task), run.exited(open_[0])
                run.premise(ended and ended.number > request.number)
                expect(
                    exited is None or (ended and ended.number < exited.number),
                    f"runner was asked to stop, and left scope {open_[0]} before task {task} of"
                    f" scope {scope}, which is under it, had ended",
                )
            host, exited = run.trace.first(Did.ENTERED, subject=scope), run.exited(scope)
            if host and host.task == "runner" and last and last.subject.startswith("never"):
                expect(
                    exited and exited.detail.startswith("CancelledError"),
                    f"runner was asked to stop in the body of scope {scope}, and scope {scope} was"
                    f" left {exited.detail if exited else 'never'} instead of by CancelledError",
                )
        stops(run, request)


@clause("cancellation/not-swallowed")
@given(program=draw.cancelled_at_any_moment())
def test_a_scope_swallows_no_request_at_any_moment(explore: Explorer, program: Program) -> None:
    """If this fails: is a CancelledError that arrives during the exit raised after it?"""
    for run in explore(program, any_ending=True):
        request = request_to_runner(run)
        run.premise(request is not None and open_at(run, request))
        stops(run, request)


def _is_not_swallowed_by_scope1(run: Run) -> None:
    request = request_to_runner(run)
    exited = run.exited("scope1")
    run.premise(request and exited and request.number < exited.number)
    stops(run, request)


@clause("cancellation/not-swallowed")
@pytest.mark.needs("disposables", "spawn")
@given(program=draw.cancelled_with_resources())
def test_a_scope_with_resources_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails: is a request lost that arrives while a resource is entered or exited?"""
    for run in explore(program, any_ending=True):
        _is_not_swallowed_by_scope1(run)


@clause("cancellation/not-swallowed")
@pytest.mark.needs("stream", "spawn")
@given(program=draw.cancelled_with_streams())
def test_a_scope_with_open_streams_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails: is a request lost that arrives while the exit closes a stream?"""
    for run in explore(program, any_ending=True):
        _is_not_swallowed_by_scope1(run)


@clause("cancellation/second-request")
@given(program=draw.asked_twice())
def test_a_second_request_during_exit(explore: Explorer, program: Program) -> None:
    """Records whether a second request reaches tasks that are in their clean-up."""
    for run in explore(program, any_ending=True):
        requests = run.trace.of(Did.REQUESTS)
        for clean_up in run.trace.of(Did.CLEANS_UP):
            waits = len(requests) > 1 and run.waiting_at(clean_up.task, requests[1])
            if not waits or clean_up.number > requests[1].number:
                continue
            interrupted = run.trace.last(Did.INTERRUPTED, task=clean_up.task)
            reached = interrupted is not None and interrupted.number > clean_up.number
            explore.observe("reaches clean-ups" if reached else "leaves clean-ups undisturbed")


@clause("cancellation/not-invented")
@given(program=draw.failing_inside())
def test_no_cancellation_leaves_a_scope_that_nobody_cancelled(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is the request, by which a failing scope stopped its body, taken back?"""
    for run in explore(program):
        if _tasks_outlived_scopes(run):
            continue
        run.premise(run.trace.of(Did.FAILED))
        _goes_on_normally(run)


@clause("cancellation/not-invented")
@given(program=draw.failing_inside())
def test_a_failing_scope_stops_nobody_outside_it(explore: Explorer, program: Program) -> None:
    """If this fails: whose tasks does a failing scope cancel?"""
    for run in explore(program):
        if _tasks_outlived_scopes(run):
            continue
        run.premise("around" in run.scopes and run.trace.of(Did.FAILED))
        exiting = run.exiting("around")
        for task in run.tasks_of("around"):
            interrupted = run.trace.first(Did.INTERRUPTED, task=task)
            inside = task == "runner"  # what happens to it within its scopes is judged otherwise
            expect(
                inside or interrupted is None or (exiting and exiting.number < interrupted.number),
                f"task {task} of scope around was cancelled at"
                f" {interrupted.subject if interrupted else ''}, though only scopes within around"
                " had failed",
            )


@clause("cancellation/not-invented")
@given(program=draw.awaiting_the_cancelled())
def test_the_cancellation_of_an_awaited_task_stops_nobody_else(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is the CancelledError of a task that was awaited taken for a request?"""
    for run in explore(program):
        exited = run.exited("scope1")
        if exited is None or _tasks_outlived_scopes(run):
            continue
        run.premise(run.trace.of(Did.FAILED))
        for event in run.trace.of(Did.INTERRUPTED, task="runner"):
            expect(
                event.number < exited.number,
                f"runner was cancelled at {event.subject}, after scope scope1; nobody had asked it"
                " to stop: in the scope it had awaited a task that was cancelled, and another task"
                " failed",
            )
        counted_as_before(run, run.seen("cancelling()", task="runner"), "before and after scope1")


def _tasks_outlived_scopes(run: Run) -> bool:
    """Whether tasks failed later than their scope ended, which is judged elsewhere."""
    return any(
        exited.number < failed.number
        for exited in run.trace.of(Did.EXITED)
        for failed in run.trace.of(Did.FAILED)
        if failed.task in run.tasks_of(exited.subject)
    )


def _goes_on_normally(run: Run) -> None:
    depth = 0
    counts: list[str] = []
    for event in run.trace:
        if event.task != "runner":
            continue
        if event.subject.startswith("scope"):
            depth += {Did.ENTERING: 1, Did.EXITED: -1}.get(event.did, 0)
        if depth:
            continue  # a scope around may be failing, too
        expect(
            event.did is not Did.EXITED or not event.detail.startswith("CancelledError"),
            f"scope {event.subject} was left by CancelledError, though nobody had asked runner to"
            " stop",
        )
        expect(
            event.did is not Did.INTERRUPTED,
            f"runner was cancelled at {event.subject}, when all scopes that had failed in it were"
            " done, and nobody had asked it to stop",
        )
        if event.subject == "cancelling()":
            counts.append(event.detail)
    counted_as_before(run, counts, "before and after each of its scopes")
