"""Programs, and parts of programs, that several properties of chapter helpers draw."""

from typing import Final

from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.preambles import CONTAINED, preamble
from haiway_conformance.programs.drawing.sources import calls, source
from haiway_conformance.programs.operations import (
    Block,
    CancelCurrent,
    Fail,
    Failing,
    Process,
    Scope,
    Sleep,
    Wait,
    Yield,
)

__all__ = (
    "TOLERABLE",
    "any_failure",
    "calls_after_prior_use",
    "elements_of_all_kinds",
    "ends_cancelled",
    "handler_bodies",
    "handlers_that_end_together",
    "tolerant_call",
    "tolerated_failures",
)

# What ends a call by default; a BaseException is not drawn where it would have to be caught.
FAILURES: Final[tuple[Failing, ...]] = (
    "exception",
    "falsy",
    "lookup",
    "timeout",
    "group",
    "stop",
    "twin",
    "base",
)


TOLERABLE: Final[tuple[Failing, ...]] = FAILURES[:-1]


def any_failure(build: Builder, kinds: tuple[Failing, ...] = FAILURES) -> Fail:
    """Draw a failure of one of the kinds."""
    return Fail(build.name("error"), build.one_of(*kinds))


def ends_cancelled(build: Builder) -> Block:
    """What a call does that ends cancelled though nobody else asked it to."""
    if build.flag():
        return (*build.pauses(1), Fail(build.name("error"), "cancelled"))
    return (*build.pauses(1), CancelCurrent(), Wait(build.name("p")))


def handler_bodies(build: Builder, low: int, high: int) -> list[Block]:
    """Bodies of handlers: of some elements, each of which may take a while."""
    return [build.pauses(2) for _ in range(build.number(low, high))]


@calls
def elements_of_all_kinds(build: Builder) -> Block:
    """Elements of every value, from none to more than the limit, from sources of every kind.

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
    """More elements than the limit; many of the calls end in one iteration."""
    ways: tuple[Block, ...] = ((), (Yield(),), (Sleep(1),), (Yield(), Yield()))
    together = build.one_of(*ways)
    bodies = [
        (Wait(build.name("p")),) if build.seldom() else together for _ in range(build.number(3, 7))
    ]
    return (Process("h1", source(build, bodies), build.one_of(2, 1, 3)),)


def tolerant_call(build: Builder) -> list[Block]:
    """Bodies of some calls, at least one of which fails."""
    bodies: list[Block] = []
    for _ in range(build.number(1, 5)):
        body = build.pauses(1)
        bodies.append((*body, a_failure(build, *TOLERABLE)) if build.flag() else body)
    if not any(isinstance(each[-1], Fail) for each in bodies if each):
        bodies[-1] = (a_failure(build, *TOLERABLE),)
    return bodies


@calls
def tolerated_failures(build: Builder) -> Block:
    """Any number of calls that fail in any way, where failures are tolerated."""
    bodies = tolerant_call(build)
    if build.seldom():
        bodies += [(Fail(build.name("error")),) for _ in range(11)]
    return (Process("h1", source(build, bodies), build.number(1, 3), tolerant=True),)


@programs
def calls_after_prior_use(build: Builder) -> Block:
    """A scope in which much has happened, and a helper is called then."""
    scope, helper = build.name("scope"), build.name("h")
    before = preamble(build, CONTAINED)
    bodies = [build.pauses(2, least=1) for _ in range(build.number(3, 4))]
    call = Process(helper, source(build, bodies), build.number(1, 2))
    return (Scope(scope, (*before, call)),)
