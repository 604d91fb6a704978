"""Checks that several properties of chapter helpers share."""

from collections.abc import Iterator

from haiway_conformance.judgement import Run, expect
from haiway_conformance.programs.operations import HelperCall
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.tasks.checks import named_result

__all__ = (
    "begun",
    "call_of",
    "calls_ended_inside",
    "each_once",
    "how",
    "index_of",
    "is_call",
    "over",
    "results_in_place",
    "returned",
    "tolerates",
    "unfinished",
    "was_called",
    "with_article",
)


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


def call_of(run: Run, helper: str = "h1") -> HelperCall:
    """The operation that calls the helper of a name."""
    return next(
        each for each in run.program if isinstance(each, HelperCall) and each.helper == helper
    )


def begun(run: Run, helper: str = "h1") -> list[Event]:
    """The handler calls of a helper, as they began."""
    return [each for each in run.trace.of(Did.BEGAN) if is_call(each.subject, helper)]


def is_call(name: str, helper: str = "h1") -> bool:
    """Whether a name is that of a handler call."""
    return name.startswith(f"{helper}[")


def index_of(name: str) -> int:
    """Which element a handler call or a read is about; -1 for none of the source's."""
    index = name.partition("[")[2].rstrip("]")
    return -1 if index == "?" else int(index)


def over(run: Run, helper: str = "h1") -> Event | None:
    """When the helper was done, or None."""
    return run.trace.first(Did.HELPED, subject=helper)


def how(run: Run, helper: str = "h1") -> str:
    """How a helper came out: what it returned or raised."""
    done = over(run, helper)
    return done.detail if done else "was never done"


def returned(run: Run, helper: str = "h1") -> bool:
    """Whether the helper returned."""
    done = over(run, helper)
    return done is not None and done.detail.startswith("returned")


def calls_ended_inside(run: Run, helper: str = "h1") -> None:
    """Demand that each handler call had ended when the helper was done, and none began later."""
    done = over(run, helper)
    if done is None:
        return
    for call in begun(run, helper):
        ended = run.ended(call.subject)
        expect(
            call.number < done.number,
            f"handler call {call.subject} began after helper {helper} was done ({done.detail})",
        )
        expect(
            ended is not None and ended.number < done.number,
            f"helper {helper} was done ({done.detail}) before its handler call {call.subject} had"
            f" ended{'' if ended else f'; {call.subject} never ended at all'}",
        )


def each_once(run: Run) -> bool:
    """Demand one handler call for each element, of each helper that returned.

    Of one that raised too, if nothing has failed or was cancelled.
    """
    for operation in [each for each in run.program if isinstance(each, HelperCall)]:
        helper, source = operation.helper, operation.source
        names = [each.subject for each in begun(run, helper)]
        strange = [each for each in begun(run, helper) if index_of(each.subject) < 0]
        expect(
            not strange,
            f"the handler of {helper} was called with what its source never gave:"
            f" {[each.detail for each in strange]}",
        )
        for name in names:
            expect(
                names.count(name) == 1,
                f"the handler was called {names.count(name)} times for one element, that of {name}",
            )
        done = over(run, helper)
        if done and (returned(run, helper) or _all_well(run, done)):
            count, kind = len(source.elements), with_article(source.kind)
            expect(
                len(names) == count,
                f"helper {helper} {'returned' if returned(run, helper) else done.detail} after"
                f" {len(names)} handler calls, but its source, {kind}, has {count}"
                f" element{'' if count == 1 else 's'}; missing: {_missing(names, helper, count)}",
            )
    return bool(begun(run))


def with_article(kind: str) -> str:
    """Return the kind of a source with its indefinite article."""
    return f"{'an' if kind.startswith('a') else 'a'} {kind}"


def _all_well(run: Run, done: Event) -> bool:
    """Whether nothing had failed, and nobody was asked to stop, when a helper was done."""
    trouble = run.trace.first(Did.FAILED, Did.STOPPED, Did.REQUESTS, Did.TIMED_OUT)
    return trouble is None or trouble.number > done.number


def _missing(names: list[str], helper: str, count: int) -> str:
    return ", ".join(name for index in range(count) if (name := f"{helper}[{index}]") not in names)


def unfinished(run: Run, helper: str = "h1") -> Iterator[tuple[Event, list[str]]]:
    """Each beginning of a handler call, with all calls that were unfinished then, itself too."""
    open_: list[str] = []
    for each in run.trace:
        if not is_call(each.subject, helper):
            continue
        if each.did is Did.BEGAN:
            open_.append(each.subject)
            yield each, list(open_)
        elif each.did in (Did.RETURNED, Did.FAILED, Did.STOPPED, Did.CLOSED):
            open_.remove(each.subject)


def was_called(run: Run) -> bool:
    """Whether it came to the call: what keeps the program from it is another clause."""
    return run.trace.first(Did.HELPS, subject="h1") is not None
