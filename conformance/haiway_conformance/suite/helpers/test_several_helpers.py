"""Helpers that share a handler or a source, or follow a failed one, still handle each element once.

Properties of `process/each-once` and `execute/each-once`.
"""

from typing import Final

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.sources import (
    COLLECTIONS,
    CONSUMED,
    ORDERED,
    calling,
    calls,
    source,
)
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Catch,
    HelperCall,
    Join,
    Kind,
    Process,
    Sleep,
    Spawn,
    Start,
    Yield,
)
from haiway_conformance.suite.helpers.checks import (
    described_end,
    element_index,
    handler_calls,
    helper_call,
    helper_returned,
)
from haiway_conformance.suite.helpers.programs import TOLERABLE, handler_bodies

_READ_ANEW: Final[tuple[Kind, ...]] = (*COLLECTIONS, "async iterable")
"""Sources from which each helper gets all elements."""

_READ_BY_TURNS: Final[tuple[Kind, ...]] = ("generator", "iterator")
"""Sources that two loops can read at the same time: each element goes to one of them."""


@programs
def helpers_that_share(build: Builder) -> Block:
    """Draw two helpers, one after the other or at the same time, with one handler or one source."""
    at_once = build.flag()
    same_source, same_handler = build.one_of(("s", "f"), ("s", ""), ("", "f"))
    # Both helpers may carry them out, so these pauses have no names.
    bodies = [
        build.some(0, 2, lambda: build.one_of(Yield(), Sleep(1))) for _ in range(build.number(1, 4))
    ]
    kinds: tuple[Kind, ...] = ORDERED
    if same_source:
        kinds = build.one_of(_READ_ANEW, _READ_BY_TURNS if at_once else CONSUMED)
    first_source = source(build, bodies, kinds)
    second_source = first_source if same_source else source(build, bodies, kinds)
    limits = build.number(1, 3), build.number(1, 3)
    first = Process(
        "h1", first_source, limits[0], same_source=same_source, same_handler=same_handler
    )
    second = Process(
        "h2", second_source, limits[1], same_source=same_source, same_handler=same_handler
    )
    if not at_once:
        body = (first, *build.pauses(1), second)
    elif build.has("spawn") and build.flag():
        body = (Spawn("other", (first,)), second, Await("other"))
    else:
        body = (Start("other", (first,)), second, Join("other"))
    return (build.scope(body),)


@clause("process/each-once", "execute/each-once")
@given(program=helpers_that_share())
def test_helpers_share_a_handler_or_a_source(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check what is kept by handler or source, beyond the call of the helper."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_shared(run))


def expect_shared(run: Run) -> bool:
    """Check that both helpers return, and that each element is handled as often as it is given."""
    helpers = [each for each in run.program if isinstance(each, HelperCall)]
    run.must_end()
    called: dict[str, list[int]] = {}
    for each in helpers:
        if not each.source.elements or (
            not helper_returned(run, each.helper) and not handler_calls(run, each.helper)
        ):
            return False  # the other one took all elements: an empty source is `sources`'s
        expect(
            helper_returned(run, each.helper),
            f"no handler call of {each.helper} fails, but the helper"
            f" {described_end(run, each.helper)}",
        )
        called.setdefault(each.reader, []).extend(
            element_index(call.subject) for call in handler_calls(run, each.helper)
        )
    for each in helpers:
        readers = sum(other.reader == each.reader for other in helpers)
        times = (
            1 if each.source.kind in CONSUMED and each.source.kind not in _READ_ANEW else readers
        )
        expected = sorted([*range(len(each.source.elements))] * times)
        expect(
            sorted(called[each.reader]) == expected,
            f"of the elements of source of {each.reader}, these were handled (-1 for what is none"
            f" of them): {sorted(called[each.reader])}; expected: {expected}",
        )
    return bool(helpers)


@calls
def helpers_after_a_failed_one(build: Builder) -> Block:
    """Draw a helper that fails, or tolerates failures, and then one of which nothing fails."""
    bodies = [build.pauses(1) for _ in range(build.number(0, 3))]
    bodies.insert(build.number(0, len(bodies)), (*build.pauses(1), a_failure(build, *TOLERABLE)))
    failing_source = source(build, bodies)
    if build.seldom():
        failing_source = source(build, bodies[:1], CONSUMED, ending="fails")
    tolerant = build.one_of((False, False), (False, True), (True, False), (True, True))
    same_handler = "f" if build.flag() else ""
    limits = build.number(1, 3), build.number(1, 3)
    failing = Process("h2", failing_source, limits[0], tolerant[0], same_handler=same_handler)
    bodies = handler_bodies(build, 1, 4)
    good = Process("h1", source(build, bodies), limits[1], tolerant[1], same_handler=same_handler)
    return (Catch((Catch((failing,)),), "cancellation"), *build.pauses(1), good)


@clause("process/each-once", "execute/each-once")
@given(program=helpers_after_a_failed_one())
def test_a_helper_after_a_failed_one_handles_each_element(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check what a failure leaves behind in what the next call of a helper uses."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(_expect_good_call(run))


def _expect_good_call(run: Run) -> bool:
    """Check that the helper of which nothing fails returns, and handles each element once."""
    if not handler_calls(run):
        return False  # the helper before may hang, which is another clause's
    run.must_end()
    expect(
        helper_returned(run),
        f"nothing fails in helper h1, which was called after another one, but it"
        f" {described_end(run)}",
    )
    count = len(helper_call(run).source.elements)
    indices = sorted(element_index(each.subject) for each in handler_calls(run))
    expect(
        indices == [*range(count)],
        f"helper h1, which was called after another one, has {count} elements; of these were"
        f" handled: {indices}",
    )
    return True
