"""Checks that several properties of chapter cancellation share."""

import sys
from typing import Final

from haiway_conformance.judgement import Run, expect
from haiway_conformance.judgement.asyncio_itself import keeps_request_of_failed_group
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Deadline
from haiway_conformance.simulation import Did, Event

__all__ = (
    "DELIVERED_AGAIN",
    "counted_as_before",
    "deadlines_of",
    "goes_on_after",
    "is_ending",
    "open_at",
    "ran_out",
    "request_to_runner",
    "scope_of",
    "stops",
)

DELIVERED_AGAIN: Final = sys.version_info >= (3, 13)
"""Whether a request that failures took the place of has to be delivered again, as
`asyncio.TaskGroup` does it since Python 3.13."""


def request_to_runner(run: Run, *, by: str | None = None) -> Event | None:
    """The first request to the runner, if it was made before the runner had ended.

    Args:
        run: The run.
        by: The task that makes it; None for any, the runner too.
    """
    request = run.trace.first(Did.REQUESTS, subject="runner", task=by)
    ended = run.ended("runner")
    if request is None or run.began("runner") is None or (ended and ended.number < request.number):
        return None
    return request


def open_at(run: Run, request: Event) -> list[str]:
    """The scopes that had been entered, and not exited, when a request was made.

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


def stops(run: Run, request: Event | None, when: str = "") -> None:
    """Demand that the runner ends cancelled; its program has a suspension after everything.

    Args:
        run: The run.
        request: The request; None if there was none.
        when: When that was made, for the sentence; empty for what the runner was doing.
    """
    ended = run.ended("runner")
    if request is None:
        return
    if ended is None:
        run.must_end()  # what keeps others from ending is another clause
        return
    expect(
        ended.did is Did.STOPPED,
        f"runner was asked to stop {when or f'while it {_occupation(run, request)}'}, and did not"
        f" end cancelled: runner {ended.did} {ended.detail}".rstrip(),
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
            return f"was busy (the last that it did: {did} {subject})"


def counted_as_before(run: Run, counts: list[str], where: str) -> None:
    """Demand that `cancelling()` was always the same, asyncio's own defects aside.

    Args:
        run: The run.
        counts: What it was.
        where: When that was, for the sentence.
    """
    failed = run.trace.first(Did.FAILED) is not None
    expect(
        len(set(counts)) <= 1 or (failed and keeps_request_of_failed_group()),
        f"`cancelling()` of runner, {where}, was {', '.join(counts)}, and nobody had asked it to"
        " stop",
    )


def scope_of(run: Run, task: str) -> str | None:
    """Return the scope in which a task was spawned."""
    spawning = run.trace.first(Did.SPAWNING, subject=task)
    return spawning.detail if spawning else None


def is_ending(run: Run, event: Event) -> bool:
    """Whether the scope of who did something was being exited by then."""
    scope = scope_of(run, event.task)
    exiting = run.exiting(scope) if scope else None
    return exiting is not None and exiting.number < event.number


def deadlines_of(program: Program) -> list[str]:
    """The time-outs of a program, outer ones first, as events name them."""
    return [f"deadline of {each.seconds:g} s" for each in program if isinstance(each, Deadline)]


def goes_on_after(run: Run, number: int, what: str) -> None:
    """Demand that the runner goes on, to its end, after all time-outs, as if nothing had been."""
    ended = run.ended("runner")
    interrupted = [
        each for each in run.trace.of(Did.INTERRUPTED, task="runner") if each.number > number
    ]
    expect(
        not interrupted,
        f"after {what} was done, runner was cancelled at"
        f" {interrupted[0].subject if interrupted else ''}, though nobody had asked it to stop",
    )
    expect(
        ended is None or ended.did is Did.RETURNED,
        f"all that asked runner to stop was {what}; it should have gone on after it, but it"
        f" {ended.did if ended else ''} {ended.detail if ended else ''}".rstrip(),
    )
    counts = run.seen("cancelling()", task="runner")
    counted_as_before(run, counts, f"before and after {what}")


def ran_out(run: Run, what: str) -> None:
    """Demand that a time-out around something that does not end by itself raised TimeoutError."""
    expect(
        run.trace.first(Did.TIMED_OUT, subject=what, task="runner") or not run.ended("runner"),
        f"what the {what} was around does not end by itself, but no TimeoutError was raised there",
    )
