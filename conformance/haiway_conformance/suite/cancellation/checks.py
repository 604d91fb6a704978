"""Checks that several properties of chapter cancellation share, and what they read off a run.

In the programs of this chapter `runner` is the task that is cancelled, or that has to go on.
"""

import sys
from collections.abc import Iterator
from typing import Final

from haiway_conformance.judgement import Explorer, Run, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Deadline
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.simulated_loop.asyncio_itself import keeps_request_of_failed_group

__all__ = (
    "REDELIVERS_REQUESTS",
    "checks_of",
    "deadlines_of",
    "expect_checks_are_quiet",
    "expect_checks_raise",
    "expect_runner_continues",
    "expect_runner_ends_cancelled",
    "expect_runner_ends_cancelled_though_caught",
    "expect_same_cancelling_count",
    "expect_timeout",
    "happened_during_exit",
    "request_to_runner",
    "scope_of",
    "scopes_open_at",
)

REDELIVERS_REQUESTS: Final = sys.version_info >= (3, 13)
"""True where a request to cancel must be delivered again if failures leave in its place.
`asyncio.TaskGroup` does that since Python 3.13."""


def request_to_runner(run: Run, *, by: str | None = None) -> Event | None:
    """Return the first request to cancel the runner, if the runner had not ended by then.

    Args:
        run: The run.
        by: The task that makes it; None for any, the runner too.
    """
    request = run.trace.first(Did.REQUESTS, subject="runner", task=by)
    ended = run.ended("runner")
    if request is None or run.began("runner") is None or (ended and ended.number < request.number):
        return None
    return request


def scopes_open_at(run: Run, request: Event) -> list[str]:
    """Return the scopes that were entered, and not exited, when a request was made.

    Scope `around` is left out: it belongs to the task that spawned the runner.

    Args:
        run: The run.
        request: The request.
    """
    open_: list[str] = []
    for entered in run.trace.of(Did.ENTERED):
        exited = run.exited(entered.subject)
        before = exited is not None and exited.number < request.number
        if entered.number < request.number and not before and entered.subject != "around":
            open_.append(entered.subject)
    return open_


def scope_of(run: Run, task: str) -> str | None:
    """Return the scope in which a task was spawned; None if it was not spawned."""
    spawning = run.trace.first(Did.SPAWNING, subject=task)
    return spawning.detail if spawning else None


def happened_during_exit(run: Run, event: Event) -> bool:
    """Return whether the scope of an event's task was exiting, or exited, at that event."""
    scope = scope_of(run, event.task)
    exiting = run.exiting(scope) if scope else None
    return exiting is not None and exiting.number < event.number


def deadlines_of(program: Program) -> list[str]:
    """Return the time-outs of a program, outer ones first, by their names in events."""
    return [f"deadline of {each.seconds:g} s" for each in program if isinstance(each, Deadline)]


def checks_of(run: Run) -> Iterator[tuple[Event, int]]:
    """Yield each check of `check_cancellation()`, with `cancelling()` of its task as it was then.

    Args:
        run: The run, of a program that looks up `cancelling()` before it checks.
    """
    requests: dict[str, int] = {}
    for event in run.trace.of(Did.SAW):
        if event.subject == "cancelling()":
            requests[event.task] = int(event.detail)
        elif event.subject == "check":
            yield event, requests[event.task]


def expect_checks_raise(run: Run) -> bool:
    """Expect that each check raises if there is a request to cancel its task.

    Args:
        run: As for `checks_of`.

    Returns:
        True if there was a request at some check: pass it to `run.premise`.
    """
    requested = [(event, requests) for event, requests in checks_of(run) if requests]
    for event, requests in requested:
        expect(
            event.detail == "raised CancelledError",
            f"in {event.task}, whose `cancelling()` was {requests}, `ctx.check_cancellation()`"
            f" {'was ' if event.detail == 'quiet' else ''}{event.detail}",
        )
    return bool(requested)


def expect_checks_are_quiet(run: Run) -> bool:
    """Expect that each check is quiet if there is no request to cancel its task.

    Args:
        run: As for `checks_of`.

    Returns:
        True if there was such a check: pass it to `run.premise`.
    """
    quiet = [event for event, requests in checks_of(run) if not requests]
    for event in quiet:
        expect(
            event.detail == "quiet",
            f"in {event.task}, whose `cancelling()` was 0, `ctx.check_cancellation()`"
            f" {event.detail}",
        )
    return bool(quiet)


def expect_runner_ends_cancelled(run: Run, request: Event | None, when: str = "") -> None:
    """Expect that the runner ends cancelled, if it was suspended after the request or at it.

    Otherwise asyncio cancels it only as it returns, whatever the implementation does.

    Args:
        run: The run.
        request: The request to cancel it; None if there was none.
        when: When that was made, for the message; empty for what the runner was doing.
    """
    ended = run.ended("runner")
    if request is None:
        return
    if ended is None:
        run.must_end()  # which clause is broken if other tasks do not end is not known here
        return
    own = request.task == "runner"
    if ended.iteration == request.iteration and (own or not scopes_open_at(run, request)):
        return  # nothing waits after it, or its last wait had completed: it may end either way
    expect(
        ended.did is Did.STOPPED,
        f"runner was cancelled {when or f'while it {_occupation(run, request)}'}, but did not end"
        f" cancelled: runner {ended.did} {ended.detail}".rstrip(),
    )


def _occupation(run: Run, request: Event) -> str:
    before = [each for each in run.trace[: request.number] if each.task == "runner"]
    match before[-1]:
        case Event(did=Did.WAITS | Did.AWAITS, subject=subject):
            return f"waited for {subject}"
        case Event(did=Did.EXITING, subject=subject):
            return f"was in the exit of scope {subject}"
        case Event(did=Did.ENTERING, subject=subject):
            return f"was in the entry of scope {subject}"
        case Event(did=did, subject=subject):
            return f"was busy (its last event: {did} {subject})"


def expect_runner_ends_cancelled_though_caught(explore: Explorer, program: Program) -> None:
    """Expect in all runs that the runner ends cancelled though tasks under it catch that.

    They are those that wait for ever, and go on when this wait is cancelled. A handler call that
    the runner carries out itself, as a loop that awaits one call after the other does, is no such
    task: what it catches, the program has caught.
    """
    for run in explore(program, any_ending=True):
        request, ended = request_to_runner(run), run.ended("runner")
        if request is None:
            continue
        catching = [
            each.task
            for each in run.trace.of(Did.WAITS)
            if each.subject.startswith("never") and run.waiting_at(each.task, request) is each
        ]
        if not run.inline.keys().isdisjoint(catching):
            continue
        if ended is None:
            run.must_end()  # which clause is broken if other tasks do not end is not known here
        elif run.premise(catching):
            expect(
                ended.did is Did.STOPPED,
                f"runner was cancelled while {', '.join(catching)} waited, which would have caught"
                f" that, and runner did not end cancelled: it {ended.did} {ended.detail}".rstrip(),
            )


def expect_same_cancelling_count(run: Run, counts: list[str], where: str) -> None:
    """Expect that `cancelling()` of the runner never changed, defects of asyncio itself aside.

    Args:
        run: The run.
        counts: Its values.
        where: Where it was read, for the message.
    """
    failed = run.trace.first(Did.FAILED) is not None
    expect(
        len(set(counts)) <= 1 or (failed and keeps_request_of_failed_group()),
        f"`cancelling()` of runner, {where}, was {', '.join(counts)}, though nothing had requested"
        " its cancellation",
    )


def expect_runner_continues(run: Run, number: int, deadline: str) -> None:
    """Expect that the runner goes on to its end after all time-outs, undisturbed.

    Args:
        run: The run.
        number: The number of the event with which the last time-out ended.
        deadline: The name of the outermost time-out.
    """
    for interrupted in run.trace.of(Did.INTERRUPTED, task="runner"):
        expect(
            interrupted.number <= number,
            f"after the {deadline} had ended, runner was cancelled at {interrupted.subject},"
            " though nothing had requested that",
        )
    ended = run.ended("runner")
    expect(
        ended is None or ended.did is Did.RETURNED,
        f"only the {deadline} cancelled runner, which should have gone on after it, but runner"
        f" {ended.did if ended else ''} {ended.detail if ended else ''}".rstrip(),
    )
    counts = run.seen("cancelling()", task="runner")
    expect_same_cancelling_count(run, counts, f"before and after the {deadline}")


def expect_timeout(run: Run, deadline: str) -> None:
    """Expect that a time-out of the runner, whose block does not end by itself, has expired."""
    expect(
        run.trace.first(Did.TIMED_OUT, subject=deadline, task="runner") or not run.ended("runner"),
        f"the block under the {deadline} does not end by itself, but no TimeoutError was raised"
        " there",
    )
