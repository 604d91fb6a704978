"""Programs with time-outs around and inside scopes, and with requests that meet failures."""

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    CancelCurrent,
    Catch,
    CheckCancellation,
    CleanUp,
    CountRequests,
    Deadline,
    Fail,
    GetContext,
    Operation,
    Reach,
    Scope,
    Sleep,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.programs.strategies.building import Builder, programs

__all__ = (
    "request_before_the_failing_scope",
    "request_meets_a_failing_exit",
    "request_meets_failures",
    "timeout_inside_meets_failures",
    "timeout_meets_failures",
    "timeouts_around_scopes",
    "timeouts_inside_scopes",
    "timeouts_within_timeouts",
)


def goes_on(build: Builder, block: Block) -> Block:
    """A task that carries something out and goes on after it; `cancelling()` before and after."""
    after = (CountRequests(), *build.pauses(1), Wait("rest", "idle"), CountRequests())
    return (Start("runner", (CountRequests(), *block, *after, GetContext("x"))),)


def _slow(build: Builder) -> Operation:
    """Spawn a task that ends by cancellation alone, and takes longer for it than any time-out."""
    clean_up = (*build.pauses(1), Sleep(50))
    return build.spawn((CleanUp((build.for_ever(),), clean_up),))


def _unending(build: Builder) -> Block:
    """What does not end before a time-out of a few seconds, in a scope of its own or in none."""
    name = build.name("scope")
    tasks = build.some(0, 2, lambda: build.spawn(build.endless()))
    match build.number(0, 4):
        case 0:
            return (build.for_ever(),)
        case 1:
            waited = build.spawn(build.endless())
            return (Scope(name, (*tasks, waited, Await(waited.task))),)
        case 2:
            return (Scope(name, (*tasks, _slow(build), Wait(build.name("p"), "idle"))),)
        case 3:
            return (Scope(name, (*tasks, *build.with_clean_up((build.for_ever(),)))),)
        case _:
            return (Scope(name, (*tasks, *build.pauses(1), build.for_ever())),)


@programs
def timeouts_around_scopes(build: Builder) -> Block:
    """A time-out around one scope or nested ones; it runs out in the body or during an exit."""
    block = _unending(build)
    for _ in range(build.number(0, 2)):
        tasks = build.some(0, 1, lambda: build.spawn(build.endless()))
        block = (build.scope((*tasks, *block)),)
    return goes_on(build, (Deadline(build.number(0, 3), block),))


@programs
def timeouts_within_timeouts(build: Builder) -> Block:
    """Time-outs within each other, with scopes between; some run out together."""
    block = _unending(build)
    for _ in range(build.number(2, 3)):
        if build.flag():
            tasks = build.some(0, 1, lambda: build.spawn(build.endless()))
            block = (build.scope((*tasks, *block)),)
        # Whatever becomes of an inner one, an outer one runs out too.
        block = (Deadline(build.one_of(1, 1, 1, 2, 99), (*block, build.for_ever())),)
    return goes_on(build, block)


@programs
def timeouts_inside_scopes(build: Builder) -> Block:
    """Time-outs that run out in the tasks and the body of a scope, all of which go on."""

    def timed(*, in_body: bool) -> Block:
        match build.number(0, 3):
            case 0:
                waited = build.spawn(build.endless())
                block: Block = (waited, Deadline(1, (Await(waited.task),)))
            case 1:
                name = build.name("scope")
                busy = build.spawn(build.busy_until_exit(name))
                block = (Deadline(build.number(0, 2), (Scope(name, (busy, build.for_ever())),)),)
            case 2:
                block = (Deadline(1, build.with_clean_up((build.for_ever(),))),)
            case _:
                block = (Deadline(0, (Sleep(1),)), Deadline(1, (*build.pauses(1), Sleep(9))))
        rest: Block = () if in_body else (Yield(),)
        return (CountRequests(), *block, CountRequests(), *build.pauses(1), *rest)

    busy = build.some(0, 2, lambda: build.spawn(build.busy_until_exit("scope0")))
    tasks = tuple(build.spawn(timed(in_body=False)) for _ in range(build.number(0, 2)))
    body = timed(in_body=True) if not tasks or build.flag() else ()
    awaits = tuple(Await(task.task) for task in tasks)
    return (Start("runner", (Scope("scope0", (*busy, *tasks, *body, *awaits)),)),)


def _fails_when_cancelled(build: Builder) -> Operation:
    fail = Fail(build.name("error"), build.one_of("exception", "exception", "falsy"))
    return build.spawn((CleanUp((build.for_ever(),), (*build.pauses(1), fail)),))


def _failing_scopes(build: Builder, body: Block, *, by_themselves: bool) -> Block:
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


def _endless_body(build: Builder) -> Block:
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
            body = _endless_body(build)
        case _:
            pass
    scopes = _failing_scopes(build, body, by_themselves=True)
    look: Block = (CountRequests(), CheckCancellation())
    after = (*look, Wait("rest", "idle"), Wait("end", "idle"), *look, GetContext("x"))
    # A failure may come before scope0 is entered; the request is not to wait for it then.
    scopes = (CleanUp(scopes, (Reach(f"{moment} scope0"),)),)
    request = (Wait("request", "any", after=f"{moment} scope0"), *build.pauses(2))
    return (Start("runner", (Catch(scopes), *after)), *request, Cancel("runner"))


@programs
def request_before_the_failing_scope(build: Builder) -> Block:
    """A runner that asks itself to stop, and enters scopes whose tasks fail when cancelled.

    Or it asks in the innermost body: where entering a scope takes a while, the request made before
    is delivered there, and nothing fails.
    """
    before: Block = (CancelCurrent(),)
    body: Block = (*build.pauses(1), build.for_ever())
    if build.flag():
        before, body = (), (Wait(build.name("p"), "idle"), CancelCurrent(), *body)
    scopes = _failing_scopes(build, body, by_themselves=False)
    look: Block = (CountRequests(), CheckCancellation())
    after = (*look, Wait("rest", "idle"), Wait("end", "idle"), *look, GetContext("x"))
    return (Start("runner", (*before, Catch(scopes), *after)),)


@programs
def request_meets_a_failing_exit(build: Builder) -> Block:
    """A scope whose body a failure has stopped; its runner is cancelled while it is exited."""
    slow = build.spawn((CleanUp((build.for_ever(),), (*build.pauses(1), build.suspension())),))
    failing = build.spawn((*build.pauses(1), Fail("error")))
    scope = Scope("scope0", (slow, failing, Wait(build.name("p"), "idle"), *build.pauses(1)))
    look: Block = (CountRequests(), CheckCancellation())
    after = (*look, Wait("rest", "idle"), Wait("end", "idle"), *look, GetContext("x"))
    request = (Wait("request", "any", after="exit of scope0"), *build.pauses(1))
    return (Start("runner", (Catch((scope,)), *after)), *request, Cancel("runner"))


@programs
def timeout_meets_failures(build: Builder) -> Block:
    """Scopes with tasks that fail when cancelled, under a time-out; what leaves it is caught."""
    scopes = _failing_scopes(build, _endless_body(build), by_themselves=False)
    return goes_on(build, (Catch((Deadline(build.number(1, 2), scopes),)),))


@programs
def timeout_inside_meets_failures(build: Builder) -> Block:
    """Scopes with tasks that fail when cancelled, caught under a time-out, which goes on."""
    scopes = _failing_scopes(build, _endless_body(build), by_themselves=False)
    inside = (Catch(scopes), Wait("then", "idle"), *build.pauses(1), Wait("end", "idle"))
    return goes_on(build, (Deadline(build.number(1, 2), inside),))
