"""What is asked of a call of a helper, whichever of the two it is and wherever it is made."""

from collections.abc import Iterator

from haiway_conformance.judgement import Run, expect
from haiway_conformance.programs.operations import HelperCall
from haiway_conformance.simulation import Did, Event

__all__ = (
    "at_most_limit",
    "call_of",
    "calls_ended_inside",
    "each_once",
    "how",
    "in_order",
    "lazy",
    "reaches_limit",
    "refills",
    "refills_all",
    "refused_before_reading",
    "sources",
)


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
            count = len(source.elements)
            expect(
                len(names) == count,
                f"helper {helper} {'returned' if returned(run, helper) else done.detail} after"
                f" {len(names)} handler calls, but its source, {_a(source.kind)}, has {count}"
                f" element{'' if count == 1 else 's'}; missing: {_missing(names, helper, count)}",
            )
    return bool(begun(run))


def _a(kind: str) -> str:
    return f"{'an' if kind.startswith('a') else 'a'} {kind}"


def _all_well(run: Run, done: Event) -> bool:
    """Whether nothing had failed, and nobody was asked to stop, when a helper was done."""
    trouble = run.trace.first(Did.FAILED, Did.STOPPED, Did.REQUESTS, Did.TIMED_OUT)
    return trouble is None or trouble.number > done.number


def _missing(names: list[str], helper: str, count: int) -> str:
    return ", ".join(name for index in range(count) if (name := f"{helper}[{index}]") not in names)


def in_order(run: Run) -> bool:
    """Demand that the calls begin in the order of the source."""
    if call_of(run).source.kind == "set":
        return False  # its order is its own
    order = [index_of(each.subject) for each in begun(run)]
    expect(
        order == sorted(order),
        f"the source gives its elements in order, but the handler calls of h1 began in the order"
        f" {', '.join(f'h1[{index}]' for index in order)}",
    )
    return len(order) > 1


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


def at_most_limit(run: Run) -> bool:
    """Demand that there are never more unfinished calls than the limit."""
    limit = call_of(run).limit
    most = 0
    for began, together in unfinished(run):
        most = max(most, len(together))
        expect(
            len(together) <= limit,
            f"with a limit of {limit}, handler call {began.subject} began while so many were"
            f" unfinished: {', '.join(together[:-1])}",
        )
    return len(begun(run)) > limit


def reaches_limit(run: Run) -> bool:
    """Demand that as many calls run at once as the limit says; there are enough elements."""
    call = call_of(run)
    most = max((len(together) for _, together in unfinished(run)), default=0)
    expect(
        most >= call.limit,
        f"with {len(call.source.elements)} elements and a limit of {call.limit}, never more than"
        f" {most} handler calls ran at once",
    )
    run.must_end()
    return most > 1


def refills(run: Run) -> bool:
    """Demand that a place is taken again while others go on, which do till the last."""
    call = call_of(run)
    last = f"h1[{len(call.source.elements) - 1}]"
    slow = [
        f"h1[{index}]"
        for index, each in enumerate(call.source.elements)
        if any(getattr(operation, "point", "").startswith("slow") for operation in each.body)
    ]
    expect(
        run.began(last),
        f"{len(begun(run)) - len(slow)} other calls had ended, the limit is {call.limit}, and only"
        f" {' and '.join(slow)} {'were' if slow[1:] else 'was'} unfinished; but {last} did not"
        " begin: the helper does not take each place that is free",
    )
    run.must_end()
    return bool(run.began(slow[-1]))


def refills_all(run: Run) -> bool:
    """Demand that the places of calls that ended together are all taken again."""
    limit, calls = call_of(run).limit, [each.subject for each in begun(run)]
    waiting = [each for each in calls if run.ended(each) is None]
    expect(
        len(calls) == 2 * limit,
        f"with a limit of {limit}, {len(calls) - len(waiting)} of {2 * limit} calls had ended, and"
        f" the others wait for each other; but no more of them were begun than"
        f" {', '.join(waiting) or 'none'}: the helper does not take each place that is free",
    )
    run.must_end()
    return True


def lazy(run: Run) -> bool:
    """Demand that the source is not read further ahead than by one element."""
    limit = call_of(run).limit
    ended = 0
    reads = 0
    for each in run.trace:
        if each.did is Did.READ and is_call(each.subject):
            reads += 1
            expect(
                reads <= ended + limit + 1,
                f"when {each.subject} was read, {reads} elements had been read, that one included,"
                f" and {ended} handler calls had ended; with a limit of {limit}, that is"
                f" {reads - ended - limit - 1} too many",
            )
        elif is_call(each.subject) and each.did in (Did.RETURNED, Did.FAILED, Did.STOPPED):
            ended += 1
    return reads > limit + 1


def sources(run: Run) -> bool:
    """Demand that the helper takes the source, whatever it is, and comes to its end."""
    call = call_of(run)
    done = over(run)
    run.must_end()
    if done is None:
        return False
    if call.source.ending == "ends":
        expect(
            returned(run),
            f"no handler call of h1 fails, its source is {_a(call.source.kind)} of"
            f" {len(call.source.elements)} elements, but it {done.detail}",
        )
        each_once(run)
    else:
        failed = run.trace.first(Did.FAILED, subject="source of h1")
        expect(
            failed is None,
            "a call of h1 fails, or its caller is cancelled; but meanwhile its source, which never"
            f" ends, was read on and on ({failed.detail if failed else ''})",
        )
        expect(
            not returned(run),
            "the source of h1 never ends, and yet the helper returned, as if it had handled all",
        )
    return True


def refused_before_reading(run: Run) -> bool:
    """Demand that a limit below 1 is refused, and that nothing was read or called by then."""
    done = over(run)
    run.must_end()
    if done is None:
        return False
    limit = call_of(run).limit
    expect(not returned(run), f"a limit of {limit} was accepted: helper h1 {done.detail}")
    expect(
        not run.trace.of(Did.READ) and not begun(run) and run.began("source of h1") is None,
        f"a limit of {limit} was refused only after the source had been touched",
    )
    return True
