"""Checks and queries that properties of both helpers share.

A function named `expect_...` checks what a clause asks of a run; it returns whether the run met the
premise of the clause. The helper under test is `h1` unless a name is given.
"""

from collections.abc import Iterator

from haiway_conformance.judgement import Run, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.execution import tells_cancellation
from haiway_conformance.programs.operations import HelperCall
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.tasks.checks import named_result

__all__ = (
    "described_end",
    "element_index",
    "expect_calls_ended_first",
    "expect_each_once",
    "expect_failures_tolerated",
    "expect_results_in_place",
    "handler_calls",
    "has_empty_source",
    "helper_call",
    "helper_end",
    "helper_returned",
    "helper_was_called",
    "is_handler_call",
    "unfinished_calls",
    "with_article",
)


def helper_call(run: Run, helper: str = "h1") -> HelperCall:
    """Return the operation that calls a helper."""
    return next(
        each for each in run.program if isinstance(each, HelperCall) and each.helper == helper
    )


def has_empty_source(program: Program) -> bool:
    """Tell if a helper of a program has nothing to do.

    One that raises then, or never ends, violates `sources`, whatever is judged.
    """
    return any(
        isinstance(each, HelperCall) and not each.source.elements and each.source.ending == "ends"
        for each in program
    )


def helper_was_called(run: Run) -> bool:
    """Return whether the program reached the call: if it did not, another clause is broken."""
    return run.trace.first(Did.HELPS, subject="h1") is not None


def helper_end(run: Run, helper: str = "h1") -> Event | None:
    """Return the event with which a helper returned or raised, or None."""
    return run.trace.first(Did.HELPED, subject=helper)


def helper_returned(run: Run, helper: str = "h1") -> bool:
    """Return whether a helper returned."""
    end = helper_end(run, helper)
    return end is not None and end.detail.startswith("returned")


def described_end(run: Run, helper: str = "h1") -> str:
    """Say what a helper returned or raised, for messages."""
    end = helper_end(run, helper)
    return end.detail if end else "never ended"


def handler_calls(run: Run, helper: str = "h1") -> list[Event]:
    """Return the events with which the handler calls of a helper began, in that order."""
    return [each for each in run.trace.of(Did.BEGAN) if is_handler_call(each.subject, helper)]


def is_handler_call(name: str, helper: str = "h1") -> bool:
    """Return whether a name such as `h1[0]` is that of a handler call of the helper."""
    return name.startswith(f"{helper}[")


def element_index(name: str) -> int:
    """Return the index in a name such as `h1[0]`; -1 if the source has no such element."""
    index = name.partition("[")[2].rstrip("]")
    return -1 if index == "?" else int(index)


def unfinished_calls(run: Run, helper: str = "h1") -> Iterator[tuple[Event, list[str]]]:
    """Yield each beginning of a handler call with all calls unfinished then, itself included."""
    unfinished: list[str] = []
    for each in run.trace:
        if not is_handler_call(each.subject, helper):
            continue
        if each.did is Did.BEGAN:
            unfinished.append(each.subject)
            yield each, list(unfinished)
        elif each.did in (Did.RETURNED, Did.FAILED, Did.STOPPED, Did.CLOSED):
            unfinished.remove(each.subject)


def expect_each_once(run: Run) -> bool:
    """Check that each helper called its handler exactly once for each element.

    Some elements may be left out where a helper raised, unless nothing had failed and no task had
    been cancelled by then.
    """
    for operation in [each for each in run.program if isinstance(each, HelperCall)]:
        helper, source = operation.helper, operation.source
        names = [each.subject for each in handler_calls(run, helper)]
        strange = [each for each in handler_calls(run, helper) if element_index(each.subject) < 0]
        expect(
            not strange,
            f"the handler of {helper} was called with something that is not an element of its"
            f" source: {[each.detail for each in strange]}",
        )
        for name in names:
            expect(
                names.count(name) == 1,
                f"the handler was called {names.count(name)} times for one element (call {name})",
            )
        end = helper_end(run, helper)
        if end and (helper_returned(run, helper) or _undisturbed(run, end)):
            count, kind = len(source.elements), with_article(source.kind)
            expect(
                len(names) == count,
                f"helper {helper} {'returned' if helper_returned(run, helper) else end.detail}"
                f" after {len(names)} handler calls, but its source, {kind}, has {count}"
                f" element{'' if count == 1 else 's'}; missing: {_missing(names, helper, count)}",
            )
    return bool(handler_calls(run))


def with_article(kind: str) -> str:
    """Return the kind of a source with its indefinite article."""
    return f"{'an' if kind.startswith(('a', 'i')) else 'a'} {kind}"


def _undisturbed(run: Run, end: Event) -> bool:
    """Return whether nothing had failed or been cancelled when a helper ended."""
    if tells_cancellation(end.detail):
        return False  # somebody has cancelled its caller: see `cancellation/not-invented`
    trouble = run.trace.first(Did.FAILED, Did.STOPPED, Did.REQUESTS, Did.TIMED_OUT)
    return trouble is None or trouble.number > end.number


def _missing(names: list[str], helper: str, count: int) -> str:
    return ", ".join(name for index in range(count) if (name := f"{helper}[{index}]") not in names)


def expect_calls_ended_first(run: Run, helper: str = "h1") -> None:
    """Check that all handler calls had ended when the helper ended, and none began later."""
    end = helper_end(run, helper)
    if end is None:
        return
    for call in handler_calls(run, helper):
        call_end = run.ended(call.subject)
        expect(
            call.number < end.number,
            f"handler call {call.subject} began after helper {helper} {end.detail}",
        )
        expect(
            call_end is not None and call_end.number < end.number,
            f"helper {helper} {end.detail} before its handler call {call.subject} had ended"
            f"{'' if call_end else f'; {call.subject} never ended at all'}",
        )


def expect_failures_tolerated(run: Run) -> bool:
    """Check that the helper goes on after failures, and handles every element."""
    run.must_end()
    failed = [each for each in run.trace.of(Did.FAILED) if is_handler_call(each.subject)]
    end = helper_end(run)
    if end is None:
        return False
    first = failed[0].subject if failed else ""
    expect(
        helper_returned(run),
        f"failures are to be tolerated, but after {first} failed, helper h1 {end.detail}",
    )
    expect_each_once(run)
    return bool(failed)


def expect_results_in_place(run: Run, skip: list[str] | None = None) -> bool:
    """Check that each result is that of the element in its place.

    Args:
        run: The run.
        skip: Handler calls in whose places anything may be.
    """
    end = helper_end(run)
    results = [each for each in run.trace.of(Did.GOT) if is_handler_call(each.subject)]
    if end is None or not end.detail.startswith("returned a sequence"):
        return False
    source = helper_call(run).source
    expect(
        len(results) == len(source.elements),
        f"the source of h1 has {len(source.elements)} elements, but there are {len(results)}"
        " results",
    )
    for each in results:
        if each.subject in (skip or ()) or source.kind == "set":
            continue  # a set has no order to compare with
        expected = _expected_result(run, each.subject)
        expect(
            each.detail == expected,
            f"the result in the place of {each.subject} is {each.detail}; its handler"
            f" {'raised' if 'error' in expected else 'returned'} {expected}",
        )
    return bool(results)


def _expected_result(run: Run, call: str) -> str:
    """Return the name of the object that a handler call returned or raised."""
    failed = run.trace.first(Did.FAILED, subject=call)
    if failed is not None:
        return f"the exception object {failed.detail}"
    return named_result(helper_call(run).source.elements[element_index(call)].result, call)
