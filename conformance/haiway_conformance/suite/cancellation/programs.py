"""Programs, and parts of programs, that several properties of chapter cancellation draw."""

from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.preambles import preamble
from haiway_conformance.programs.drawing.used_scopes import endless_task_in, used_scope
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    CheckCancellation,
    CleanUp,
    CountRequests,
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
    "ASYNCHRONOUS",
    "KINDS",
    "endless_body",
    "failing_scopes",
    "goes_on",
    "helper_call",
    "helpers_at_work",
    "in_a_task_of_its_own",
    "request_meets_failures",
    "runner",
    "source_kind",
    "unending_call",
    "unending_stream",
    "used_scopes_cancelled",
)


def in_a_task_of_its_own(build: Builder, block: Block) -> Block:
    """The operations in a task that a spawned one has started itself, with asyncio."""
    name = build.name("own")
    return (build.spawn((Start(name, block), Join(name), GetContext("x"))),)


KINDS: tuple[Kind, ...] = ("list", "generator", "async generator", "async iterable")


ASYNCHRONOUS: tuple[Kind, ...] = ("async generator", "async iterator", "async iterable")


def source_kind(build: Builder, *kinds: Kind) -> Kind:
    """Draw the kind of a source."""
    kind: Kind = build.one_of(*kinds)
    return kind


def helper_call(build: Builder, source: Source, *, tolerant: bool = False) -> Process | Execute:
    """Draw a call of either helper."""
    helper = build.one_of(Process, Execute)
    return helper(build.name("helper"), source, build.number(1, 3), tolerant=tolerant)


def unending_call(build: Builder) -> Process | Execute:
    """A call that does not end: handlers wait for ever, or the source is silent."""
    silent = build.seldom()
    least = 0 if silent else 1
    elements = tuple(Element(body=build.endless()) for _ in range(build.number(least, 3)))
    if silent:
        return helper_call(build, Source(source_kind(build, *ASYNCHRONOUS), elements, (), "silent"))
    return helper_call(build, Source(source_kind(build, *KINDS), elements))


@programs
def helpers_at_work(build: Builder) -> Block:
    """A helper that does not end by itself, in the runner's scope; the runner is cancelled."""
    call = unending_call(build)
    busy = build.some(0, 1, lambda: build.spawn(build.endless()))
    block: Block = (Scope("scope0", (*busy, *build.some(0, 1, build.moment), call)),)
    return runner(build, block, "entered scope0", f"call of {call.helper}")


def unending_stream(build: Builder) -> Iterate:
    """A stream whose generator or whose consumer waits for ever, at the first item or later."""
    items = build.number(1, 3)
    if build.flag():
        return Iterate("stream", items, build.with_clean_up((*build.pauses(1), build.for_ever())))
    return Iterate("stream", items, build.pauses(1), (*build.pauses(1), build.for_ever()))


def runner(build: Builder, block: Block, *milestones: str) -> Block:
    """A task that does something, is asked to stop at some moment, and would go on after it.

    Args:
        build: The builder.
        block: What it does. Each of the milestones must be reached in it, unless it is cancelled.
        milestones: After one of them the request is made.

    Returns:
        The operations of main. The task is called runner; it is of the program's own, or spawned
        in a scope that a task of the program's own runs: main is never affected.
    """
    request: Block = (
        Wait("request", "any", after=build.one_of("runner began", *milestones)),
        *build.some(0, 2, build.moment),
        Cancel("runner"),
    )
    # The last suspension is there for a request that comes when all else is done.
    block = (*block, Wait("rest", "idle"), GetContext("x"))
    if build.seldom():
        tasks = (Spawn("runner", block), *request, Wait("last", "idle"))
        return (Start("root", (Scope("around", tasks),)),)
    return (Start("runner", block), *request)


def goes_on(build: Builder, block: Block) -> Block:
    """A task that carries something out and goes on after it; `cancelling()` before and after."""
    after = (CountRequests(), *build.pauses(1), Wait("rest", "idle"), CountRequests())
    return (Start("runner", (CountRequests(), *block, *after, GetContext("x"))),)


def _fails_when_cancelled(build: Builder) -> Operation:
    fail = Fail(build.name("error"), build.one_of("exception", "exception", "falsy"))
    return build.spawn((CleanUp((build.for_ever(),), (*build.pauses(1), fail)),))


def failing_scopes(build: Builder, body: Block, *, by_themselves: bool) -> Block:
    """Nested scopes whose tasks fail when they are cancelled, or, if wanted, by themselves.

    Args:
        build: The builder.
        body: The body of the innermost one.
        by_themselves: Whether tasks may fail by themselves too.
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
    # By then all tasks have begun: one that is cancelled before that never fails.
    return (Wait(build.name("p"), "idle"), build.for_ever())


@programs
def request_meets_failures(build: Builder) -> Block:
    """Scopes with tasks that fail by themselves, or when cancelled; their runner is cancelled."""
    moment = build.one_of("entered", "exit of", "exit of")
    body: Block = (*build.pauses(2), Wait(build.name("p"), "idle"))
    match build.number(0, 2):
        case 0:
            body = (*body, Fail(build.name("error")))
        case 1 if moment == "entered":
            body = endless_body(build)
        case _:
            pass
    scopes = failing_scopes(build, body, by_themselves=True)
    look: Block = (CountRequests(), CheckCancellation())
    after = (*look, Wait("rest", "idle"), Wait("end", "idle"), *look, GetContext("x"))
    # A failure may come before scope0 is entered; the request is not to wait for it then.
    scopes = (CleanUp(scopes, (Reach(f"{moment} scope0"),)),)
    request = (Wait("request", "any", after=f"{moment} scope0"), *build.pauses(2))
    return (Start("runner", (Catch(scopes), *after)), *request, Cancel("runner"))


@programs
def used_scopes_cancelled(build: Builder) -> Block:
    """A scope in which much has happened, in a task that is asked to stop then, or in its exit.

    There is a suspension after everything.
    """
    name = build.name("scope")
    before = preamble(build)
    tasks = endless_task_in(build)
    at_work, happened = build.flag(), Reach("much has happened")
    if not at_work:
        tasks = (*tasks, build.spawn((CleanUp((build.for_ever(),), build.pauses(2, least=1)),)))
    end = build.for_ever() if at_work else Wait(build.name("p"), "idle")
    scope: Block = (used_scope(build, name, (*tasks, *before, happened, end)),)
    after = happened.milestone if at_work else f"exit of {name}"
    runner = Start("runner", (*scope, Wait("last", "idle"), GetContext("x")))
    return (runner, Wait("request", "any", after=after), *build.pauses(1), Cancel("runner"))
