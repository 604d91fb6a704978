"""What is asked of a call of a helper that does not go on to the end, whichever helper it is."""

from haiway_conformance.judgement import Run, expect
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.helper_calls import (
    begun,
    call_of,
    calls_ended_inside,
    each_once,
    index_of,
    is_call,
    over,
    returned,
)
from haiway_conformance.suite.outcomes import named_result

__all__ = (
    "caller_cancelled",
    "first_failure",
    "goes_on_after_cancelled",
    "handler_cancelled",
    "results_in_place",
    "source_closed",
    "source_failure",
    "tolerates",
)


def _first_failures(run: Run) -> list[Event]:
    """The failures of calls that count as the first one.

    Those that came before the loop was idle again: which of several in quick succession is noticed
    first is open. A call that fails when it is cancelled does so because of another failure.
    """
    idle = run.trace.first(Did.GOES_ON, subject="idle")
    return [
        each
        for each in run.trace.of(Did.FAILED)
        if is_call(each.subject)
        and (idle is None or each.number < idle.number)
        and run.trace.first(Did.INTERRUPTED, task=each.subject) is None
    ]


def first_failure(run: Run) -> bool:
    """Demand that the first failure ends the helper at once, cleanly, and leaves it as itself."""
    failures = _first_failures(run)
    if not failures:
        run.must_end()
        return False
    first, done = failures[0], over(run)
    _noticed_at_once(run, first)
    run.must_end()
    expect(done is not None, "helper h1 was never done")
    if done is None:
        return False
    calls_ended_inside(run)
    allowed = [f"raised the exception object {each.detail}" for each in failures]
    what = _caused(run, done)
    expect(
        done.detail in allowed,
        f"handler call {first.subject} raised {first.detail}, but helper h1 {done.detail}{what}",
    )
    return True


def _caused(run: Run, done: Event) -> str:
    name = done.detail.removeprefix("raised the exception object ")
    task = next((each.task for each in run.trace.of(Did.FAILED) if each.detail == name), None)
    return f", which {task} raised when it was cancelled for that" if task else ""


def _noticed_at_once(run: Run, first: Event) -> None:
    """Demand that, when the loop was idle after a failure, everything had been asked to stop."""
    idle = run.trace.first(Did.GOES_ON, subject="idle")
    if idle is None:
        return
    for call in begun(run):
        ended = run.ended(call.subject)
        if call.number > idle.number:
            # What was read before may begin, and is cancelled then. A collection tells no reads.
            read = run.trace.first(Did.READ, subject=call.subject)
            expect(
                read is None or read.number < idle.number,
                f"handler call {first.subject} had failed, the loop had been idle since, and yet"
                f" an element was read, and {call.subject} began",
            )
            continue
        if ended is not None and ended.number < idle.number:
            continue
        stopped = run.trace.first(Did.INTERRUPTED, task=call.subject)
        expect(
            stopped is not None and stopped.number < idle.number,
            f"handler call {first.subject} had failed and the loop was idle, but {call.subject},"
            " which was running, had not been cancelled: the failure was not noticed",
        )


def source_failure(run: Run) -> bool:
    """Demand that what the source raises leaves the helper as itself, after all calls ended."""
    run.must_end()
    done = over(run)
    failed = run.trace.first(Did.FAILED, subject="source of h1")
    # Nobody has asked the source to stop: CancelledError is its own.
    stopped = run.trace.first(Did.STOPPED, subject="source of h1")
    if done is None or (failed is None and stopped is None):
        return False
    calls_ended_inside(run)
    if failed is None:
        expect(
            not returned(run),
            "the source of h1 raised CancelledError, and helper h1 returned as if it had come to"
            " its end",
        )
        return True
    expect(
        done.detail == f"raised the exception object {failed.detail}",
        f"the source of h1 raised {failed.detail}, but helper h1 {done.detail}",
    )
    return True


def source_closed(run: Run) -> bool:
    """Demand that an async generator is closed by the time that the helper ends early."""
    done, began = over(run), run.began("source of h1")
    if done is None or began is None or returned(run):
        return False
    ended = run.ended("source of h1")
    expect(
        ended is not None and ended.number < done.number,
        f"helper h1 ended early ({done.detail}), and its source, an async generator, was not closed"
        " by then",
    )
    expect(
        not _was_interrupted(run) or run.trace.first(Did.CLEANED_UP, subject="source of h1"),
        f"helper h1 ended early ({done.detail}), and its source, an async generator that had been"
        " asked to stop, was asked again, which cut off its clean-up",
    )
    return True


def _was_interrupted(run: Run) -> bool:
    """Whether the source cleans up because it was asked to stop: nobody has to ask once more."""
    interrupted = run.trace.first(Did.INTERRUPTED, task="source of h1")
    cleans_up = run.trace.first(Did.CLEANS_UP, subject="source of h1")
    return bool(interrupted and cleans_up and interrupted.number < cleans_up.number)


def caller_cancelled(run: Run) -> bool:
    """Demand that a cancelled caller leaves the helper with CancelledError, nothing left behind."""
    run.must_end()
    called, done = run.trace.first(Did.HELPS, subject="h1"), over(run)
    if called is None or done is None:
        return False
    calls_ended_inside(run)
    requests = run.trace.of(Did.REQUESTS, subject="runner")
    if not any(called.number < each.number < done.number for each in requests):
        return False
    expect(
        done.detail.startswith("raised the exception CancelledError"),
        f"the caller of h1 was asked to stop while it waited for the helper, but the helper"
        f" {done.detail}",
    )
    return True


def handler_cancelled(run: Run) -> bool:
    """Demand that a call which ends cancelled by itself hangs nothing, loses and shifts nothing."""
    run.must_end()
    cancelled = [each for each in run.trace.of(Did.STOPPED) if is_call(each.subject)]
    each_once(run)
    results_in_place(run, [each.subject for each in cancelled])
    return bool(cancelled)


def goes_on_after_cancelled(run: Run) -> bool:
    """Demand that a helper that tolerates failures goes on after a call that ended cancelled."""
    run.must_end()
    done = over(run)
    cancelled = [each.subject for each in run.trace.of(Did.STOPPED) if is_call(each.subject)]
    if done is None or not cancelled:
        return False
    expect(
        returned(run),
        f"handler call {cancelled[0]} ended cancelled, nobody asked the caller to stop, failures"
        f" are to be tolerated, but helper h1 {done.detail}",
    )
    each_once(run)
    results_in_place(run, cancelled)
    for each in run.trace.of(Did.GOT):
        if each.subject in cancelled and call_of(run).source.kind != "set":
            kept = each.detail.startswith(("the exception CancelledError", "the exception object"))
            expect(
                kept and "result of" not in each.detail,
                f"handler call {each.subject} ended cancelled; in its place is {each.detail}",
            )
    return True


def tolerates(run: Run) -> bool:
    """Demand that the helper goes on through failures, and handles every element."""
    run.must_end()
    done = over(run)
    failed = [each for each in run.trace.of(Did.FAILED) if is_call(each.subject)]
    if done is None:
        return False
    first = failed[0].subject if failed else ""
    expect(
        returned(run),
        f"failures are to be tolerated, but after {first} failed, helper h1 {done.detail}",
    )
    each_once(run)
    return bool(failed)


def results_in_place(run: Run, besides: list[str] | None = None) -> bool:
    """Demand that each result is that of the element in its place.

    Args:
        run: The run.
        besides: Calls whose place may hold anything.
    """
    done = over(run)
    got = [each for each in run.trace.of(Did.GOT) if is_call(each.subject)]
    if done is None or not returned(run) or not done.detail.startswith("returned a sequence"):
        return False
    source = call_of(run).source
    elements = source.elements
    expect(
        len(got) == len(elements),
        f"the source of h1 has {len(elements)} elements, but there are {len(got)} results",
    )
    for each in got:
        if each.subject in (besides or ()) or source.kind == "set":
            continue  # the order of a set is its own
        expected = expected_result(run, each.subject)
        expect(
            each.detail == expected,
            f"the result in the place of {each.subject} is {each.detail}; its handler"
            f" {'raised' if 'error' in expected else 'returned'} {expected}",
        )
    return bool(got)


def expected_result(run: Run, call: str) -> str:
    """What has to be in the place of a call: what it returned, or what it raised."""
    failed = run.trace.first(Did.FAILED, subject=call)
    if failed is not None:
        return f"the exception object {failed.detail}"
    return named_result(call_of(run).source.elements[index_of(call)].result, call)
