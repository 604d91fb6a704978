"""Programs, and parts of programs, that properties of both helpers share.

They call `process_concurrently`; `calling(program, chapter)` turns that into the helper of the
chapter that is judged.
"""

from dataclasses import replace
from typing import Final

from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.preambles import CONTAINED_FAILURES, preamble
from haiway_conformance.programs.drawing.sources import ORDERED, calls, source
from haiway_conformance.programs.operations import (
    Block,
    CancelCurrent,
    Fail,
    Failing,
    Process,
    Scope,
    Sleep,
    Source,
    Wait,
    Yield,
)

__all__ = (
    "HANDLER_FAILURES",
    "TOLERABLE",
    "bodies_of_which_some_fail",
    "calls_after_prior_use",
    "calls_that_raise",
    "calls_with_tolerated_failures",
    "elements_of_all_kinds",
    "ends_cancelled",
    "handler_bodies",
    "handlers_that_end_together",
)

TOLERABLE: Final[tuple[Failing, ...]] = (
    "exception",
    "falsy",
    "lookup",
    "timeout",
    "group",
    "stop",
    "twin",
)
"""Exceptions that a helper tolerates if it is told to, and that `except Exception` catches."""


HANDLER_FAILURES: Final[tuple[Failing, ...]] = (*TOLERABLE, "base")
"""Exceptions that end a helper by default."""


def ends_cancelled(build: Builder) -> Block:
    """Draw a handler that ends cancelled though no other task cancels it."""
    if build.flag():
        return (*build.pauses(1), Fail(build.name("error"), "cancelled"))
    return (*build.pauses(1), CancelCurrent(), Wait(build.name("p")))


def handler_bodies(build: Builder, low: int, high: int) -> list[Block]:
    """Draw `low` to `high` handlers that may take a while."""
    return [build.pauses(2) for _ in range(build.number(low, high))]


@calls
def elements_of_all_kinds(build: Builder) -> Block:
    """Draw elements of every value, none to more than the limit, in sources of every kind.

    Some handlers call a helper themselves.
    """
    bodies = handler_bodies(build, 0, 6)
    if build.seldom():
        bodies += [()] * 5
    if bodies and build.seldom():
        inner = source(build, handler_bodies(build, 0, 3), odd=True)
        nested = Process(build.name("inner"), inner, build.number(1, 3))
        bodies[0] = (*bodies[0], nested)
    return (Process("h1", source(build, bodies, odd=True), build.one_of(2, 1, 3, 4, 10)),)


@calls
def handlers_that_end_together(build: Builder) -> Block:
    """Draw more elements than the limit; many of the calls end in the same iteration."""
    ways: tuple[Block, ...] = ((), (Yield(),), (Sleep(1),), (Yield(), Yield()))
    together = build.one_of(*ways)
    bodies = [
        (Wait(build.name("p")),) if build.seldom() else together for _ in range(build.number(3, 7))
    ]
    return (Process("h1", source(build, bodies), build.one_of(2, 1, 3)),)


def bodies_of_which_some_fail(build: Builder) -> list[Block]:
    """Draw some handlers, at least one of which fails in a way that can be tolerated."""
    bodies: list[Block] = []
    for _ in range(build.number(1, 5)):
        body = build.pauses(1)
        bodies.append((*body, a_failure(build, *TOLERABLE)) if build.flag() else body)
    if not any(isinstance(each[-1], Fail) for each in bodies if each):
        bodies[-1] = (a_failure(build, *TOLERABLE),)
    return bodies


@calls
def calls_with_tolerated_failures(build: Builder) -> Block:
    """Draw a tolerant helper, of which any number of handler calls fail in any way.

    Elements that are equal may fail once, and not again.
    """
    bodies = bodies_of_which_some_fail(build)
    if build.seldom():
        bodies += [(Fail(build.name("error")),) for _ in range(build.one_of(11, 44))]
    drawn_source = source(build, bodies, odd=build.flag())
    return (Process("h1", drawn_source, build.number(1, 3), tolerant=True),)


@programs
def calls_after_prior_use(build: Builder) -> Block:
    """Draw a helper that is called in a scope after prior use of that scope."""
    scope, helper = build.name("scope"), build.name("h")
    before = preamble(build, CONTAINED_FAILURES)
    bodies = [build.pauses(2, least=1) for _ in range(build.number(3, 4))]
    call = Process(helper, source(build, bodies), build.number(1, 2))
    return (Scope(scope, (*before, call)),)


def calls_that_raise(build: Builder, *, tolerant: bool) -> Process:
    """Draw a helper whose handler, a plain function, raises at the call for some elements."""
    drawn_source = source(build, [build.pauses(1) for _ in range(build.number(1, 4))], ORDERED)
    return Process("h1", _raising(build, drawn_source), build.number(1, 3), tolerant)


def _raising(build: Builder, drawn_source: Source) -> Source:
    last = len(drawn_source.elements) - 1
    raising = {build.number(0, last), build.number(0, last)}
    elements = [
        replace(each, error=build.name("error")) if index in raising else each
        for index, each in enumerate(drawn_source.elements)
    ]
    return replace(drawn_source, elements=tuple(elements))
