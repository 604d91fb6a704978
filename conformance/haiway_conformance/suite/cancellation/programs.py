"""Programs, and parts of programs, that several properties of chapter cancellation draw.

In them `runner` is the task that is cancelled, or that has to go on.
"""

from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.preambles import preamble
from haiway_conformance.programs.drawing.used_scopes import some_endless_tasks, used_scope
from haiway_conformance.programs.operations import (
    Acknowledge,
    Block,
    Cancel,
    CancelCurrent,
    Catch,
    CheckCancellation,
    CleanUp,
    CountRequests,
    Deadline,
    Element,
    Execute,
    Fail,
    GetContext,
    Iterate,
    Join,
    Kind,
    Operation,
    Process,
    Reach,
    Scope,
    Source,
    Spawn,
    Start,
    Wait,
)

__all__ = (
    "ASYNC_SOURCE_KINDS",
    "SOURCE_KINDS",
    "cancelled_amid_failures",
    "cancelled_runner",
    "cancels_itself",
    "catching_block",
    "checking",
    "continuing_runner",
    "endless_body",
    "endless_helper_call",
    "endless_helpers_cancelled",
    "endless_stream",
    "helper_call",
    "in_own_task",
    "scopes_with_failing_tasks",
    "used_scopes_cancelled",
)


PROBE: Block = (CountRequests(), CheckCancellation())
"""Read `cancelling()` and call `check_cancellation()`."""

AFTERWARDS: Block = (*PROBE, Wait("rest", "idle"), Wait("end", "idle"), *PROBE, GetContext("x"))
"""Code after failures were caught: a request that is still pending has to cancel it."""


@programs
def checking(build: Builder) -> Block:
    """Draw tasks that check: cancelled by themselves, others, exit or time-out, or not at all."""

    def task() -> Operation:
        name = build.name("t")
        match build.number(0, 6):
            case 0:
                body: Block = (*PROBE, build.moment(), *PROBE)
            case 1:
                caught = Catch((build.suspension(),), "cancellation")
                body = (*PROBE, CancelCurrent(), *PROBE, *PROBE, caught, *PROBE)
            case 2:
                caught = Catch((CancelCurrent(), build.suspension()), "cancellation")
                body = (caught, *PROBE, Acknowledge(), *PROBE, *build.pauses(1), *PROBE)
            case 3:
                caught = Catch((build.until_exit("scope0"),), "cancellation")
                requests.append(Cancel(name))
                body = (*build.pauses(1), caught, *PROBE, *build.pauses(1), *PROBE)
            case 4:
                end = CleanUp((build.until_exit("scope0"),), (*PROBE, build.moment(), *PROBE))
                body = (*PROBE, end)
            case 5:
                late = CleanUp((build.for_ever(),), (*PROBE, *build.pauses(1), *PROBE))
                body = (*PROBE, Deadline(1, (*PROBE, late)), *PROBE)
            case _:
                own = (*PROBE, CancelCurrent(), *PROBE, *PROBE)
                body = (*in_own_task(build, own), *PROBE, build.moment(), *PROBE)
        return Spawn(name, body)

    requests: list[Operation] = []
    tasks = build.some(1, 3, task)
    body = (*tasks, *PROBE, *build.pauses(1), *requests, *PROBE, Wait("rest", "idle"), *PROBE)
    other: Block = (Start("other", (*PROBE, *build.pauses(1), *PROBE)),) if build.flag() else ()
    return (*PROBE, *other, Scope("scope0", body), *PROBE)


def cancels_itself(build: Builder) -> Block:
    """Draw operations with which a task cancels itself."""
    cancels: Block = tuple(CancelCurrent() for _ in range(build.one_of(1, 1, 2)))
    if build.seldom():  # after it has survived a request
        caught = Catch((CancelCurrent(), build.suspension()), "cancellation")
        cancels = (caught, *build.pauses(1), *cancels)
    return (*build.pauses(1), *cancels)


def in_own_task(build: Builder, block: Block) -> Block:
    """Return a spawned task that starts an asyncio task of its own for a block, and joins it."""
    name = build.name("own")
    return (build.spawn((Start(name, block), Join(name), GetContext("x"))),)


SOURCE_KINDS: tuple[Kind, ...] = ("list", "generator", "async generator", "async iterable")

ASYNC_SOURCE_KINDS: tuple[Kind, ...] = ("async generator", "async iterator", "async iterable")


def helper_call(build: Builder, source: Source, *, tolerant: bool = False) -> Process | Execute:
    """Draw a call of `process` or `execute`."""
    helper = build.one_of(Process, Execute)
    return helper(build.name("helper"), source, build.number(1, 3), tolerant=tolerant)


def endless_helper_call(build: Builder) -> Process | Execute:
    """Draw a helper call that does not end: handlers wait for ever, or the source is silent."""
    silent = build.seldom()
    least = 0 if silent else 1
    elements = tuple(Element(body=build.endless()) for _ in range(build.number(least, 3)))
    if silent:
        return helper_call(build, Source(build.one_of(*ASYNC_SOURCE_KINDS), elements, (), "silent"))
    return helper_call(build, Source(build.one_of(*SOURCE_KINDS), elements))


@programs
def endless_helpers_cancelled(build: Builder) -> Block:
    """Draw an endless helper call in the runner's scope, and cancel the runner."""
    call = endless_helper_call(build)
    busy = build.some(0, 1, lambda: build.spawn(build.endless()))
    block: Block = (Scope("scope0", (*busy, *build.some(0, 1, build.moment), call)),)
    return cancelled_runner(build, block, "entered scope0", f"call of {call.helper}")


def endless_stream(build: Builder) -> Iterate:
    """Draw a loop over a stream whose generator or body waits for ever, at once or later."""
    items = build.number(1, 3)
    if build.flag():
        return Iterate("stream", items, build.with_clean_up((*build.pauses(1), build.for_ever())))
    return Iterate("stream", items, build.pauses(1), (*build.pauses(1), build.for_ever()))


def cancelled_runner(build: Builder, block: Block, *milestones: str) -> Block:
    """Draw a runner that does something, is cancelled at some moment, and would go on after it.

    Args:
        build: The builder.
        block: The work of the runner. It reaches each milestone, unless it is cancelled.
        milestones: The runner is cancelled after one of them.

    Returns:
        The operations of main. The runner is a task of the program's own, or is spawned in a scope
        that such a task runs: main is never affected.
    """
    request: Block = (
        Wait("request", "any", after=build.one_of("runner began", *milestones)),
        *build.some(0, 2, build.moment),
        Cancel("runner"),
    )
    # In the last suspension even a request that comes when all else is done is delivered.
    block = (*block, Wait("rest", "idle"), GetContext("x"))
    if build.seldom():
        tasks = (Spawn("runner", block), *request, Wait("last", "idle"))
        return (Start("root", (Scope("around", tasks),)),)
    return (Start("runner", block), *request)


def continuing_runner(build: Builder, block: Block) -> Block:
    """Return a runner that goes on after a block; it reads `cancelling()` before and after."""
    after = (CountRequests(), *build.pauses(1), Wait("rest", "idle"), CountRequests())
    return (Start("runner", (CountRequests(), *block, *after, GetContext("x"))),)


def _fails_when_cancelled(build: Builder) -> Operation:
    """Draw a task that fails in reaction to its cancellation."""
    fail = Fail(build.name("error"), build.one_of("exception", "exception", "falsy"))
    return build.spawn((CleanUp((build.for_ever(),), (*build.pauses(1), fail)),))


def scopes_with_failing_tasks(build: Builder, body: Block, *, by_themselves: bool) -> Block:
    """Draw nested scopes whose tasks fail when they are cancelled, or by themselves.

    Args:
        build: The builder.
        body: The body of the innermost scope.
        by_themselves: True if tasks may also fail without being cancelled.
    """

    def task() -> Operation:
        match build.number(0, 4 if by_themselves else 2):
            case 0:
                return build.spawn(build.endless())
            case 3 | 4:
                return build.spawn((*build.pauses(2), Fail(build.name("error"))))
            case _:
                return _fails_when_cancelled(build)

    block = body
    for level in range(build.number(1, 2)):
        first = (_fails_when_cancelled(build),) if level == 0 else ()
        block = (Scope(f"scope{level}", (*first, *build.some(0, 2, task), *block)),)
    return block


def endless_body(build: Builder) -> Block:
    """Draw a body that waits until all tasks have begun, and then for ever."""
    # A task that is cancelled before it has begun would never fail.
    return (Wait(build.name("p"), "idle"), build.for_ever())


def catching_block(build: Builder) -> Block:
    """Draw a block that catches a cancellation, and goes on."""
    return (*build.pauses(1), Catch((build.for_ever(),), "cancellation"), *build.pauses(1))


@programs
def cancelled_amid_failures(build: Builder) -> Block:
    """Draw scopes with tasks that fail, by themselves or when cancelled; cancel their runner."""
    moment = build.one_of("entered", "exit of", "exit of")
    body: Block = (*build.pauses(2), Wait(build.name("p"), "idle"))
    match build.number(0, 2):
        case 0:
            body = (*body, Fail(build.name("error")))
        case 1 if moment == "entered":
            body = endless_body(build)
        case _:
            pass
    scopes = scopes_with_failing_tasks(build, body, by_themselves=True)
    # A failure may come before scope0 is entered: the request must not wait for that then.
    scopes = (CleanUp(scopes, (Reach(f"{moment} scope0"),)),)
    request = (Wait("request", "any", after=f"{moment} scope0"), *build.pauses(2))
    return (Start("runner", (Catch(scopes), *AFTERWARDS)), *request, Cancel("runner"))


@programs
def used_scopes_cancelled(build: Builder) -> Block:
    """Draw a scope that is cancelled after prior use, in its body or its exit.

    A suspension follows everything.
    """
    name = build.name("scope")
    before = preamble(build)
    tasks = some_endless_tasks(build)
    in_body, used = build.flag(), Reach("much has happened")
    if not in_body:
        tasks = (*tasks, build.spawn((CleanUp((build.for_ever(),), build.pauses(2, least=1)),)))
    end = build.for_ever() if in_body else Wait(build.name("p"), "idle")
    scope: Block = (used_scope(build, name, (*tasks, *before, used, end)),)
    after = used.milestone if in_body else f"exit of {name}"
    runner = Start("runner", (*scope, Wait("last", "idle"), GetContext("x")))
    return (runner, Wait("request", "any", after=after), *build.pauses(1), Cancel("runner"))
