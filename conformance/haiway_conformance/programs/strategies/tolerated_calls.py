"""Programs that call a helper which is told to tolerate what its calls fail with."""

from dataclasses import replace

from haiway_conformance.programs.operations import Block, Catch, Fail, Listen, Process, Wait
from haiway_conformance.programs.strategies.building import Builder
from haiway_conformance.programs.strategies.failing_calls import TOLERABLE, ends_cancelled
from haiway_conformance.programs.strategies.failures import a_failure
from haiway_conformance.programs.strategies.sources import ASYNCHRONOUS, calls, source

__all__ = ("ignored_failures", "tolerated_endings", "tolerated_failures")


def _tolerated(build: Builder) -> list[Block]:
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
    bodies = _tolerated(build)
    if build.seldom():
        bodies += [(Fail(build.name("error")),) for _ in range(11)]
    return (Process("h1", source(build, bodies), build.number(1, 3), tolerant=True),)


@calls
def ignored_failures(build: Builder) -> Block:
    """The same, listened to; two calls may raise one exception, and the source may fail later.

    Before it does, all that has happened has been noticed.
    """
    bodies = _tolerated(build)
    if build.seldom():
        bodies += [(*build.pauses(1), Fail("alike")) for _ in range(2)]
    given = source(build, bodies)
    if build.seldom():
        given = source(build, bodies, ASYNCHRONOUS, ending="fails")
        given = replace(given, before=(Wait("noticed", "idle"),))
    call = Process("h1", given, build.number(1, 3), tolerant=True)
    return (Listen((Catch((call,)),)),)


@calls
def tolerated_endings(build: Builder) -> Block:
    """More elements than the limit; some calls fail or end cancelled, which is tolerated."""
    limit = build.one_of(2, 3, 1)
    cancelled = build.flag()
    bodies: list[Block] = []
    for _ in range(build.number(limit + 2, limit + 4)):
        if build.flag():
            bodies.append((build.pause(), *build.pauses(1)))
        elif cancelled:
            bodies.append(ends_cancelled(build))
        else:
            bodies.append((*build.pauses(1), a_failure(build, *TOLERABLE)))
    call = Process("h1", source(build, bodies), limit, tolerant=True)
    return (Catch((call,), "cancellation"),)
