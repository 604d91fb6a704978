"""Programs with scopes within each other, after each other and beside each other."""

from dataclasses import dataclass

from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    CleanUp,
    Deadline,
    Fail,
    GetState,
    Join,
    Log,
    Operation,
    Provided,
    Scope,
    Sleep,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs

__all__ = (
    "concurrent_scopes",
    "consecutive_scopes",
    "left_into_a_clean_up",
    "nested_scopes_with_tasks",
    "scopes_left_in_every_way",
)


@programs
def nested_scopes_with_tasks(build: Builder) -> Block:
    """An outer scope with tasks at work, and one or two scopes within, with tasks of their own."""
    inner: Block = ()
    title = build.one_of("", "the same")
    for level in range(build.number(1, 3) + 1, 1, -1):
        name = f"scope{level}"
        tasks = build.some(1, 2, lambda name=name: build.spawn(build.busy_until_exit(name)))
        inner = build.in_a_task((Scope(name, (*tasks, *build.pauses(), *inner), title=title),))
    at_work = build.some(1, 2, lambda: build.spawn(build.pauses(4, least=1)))
    busy = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("scope1")))
    body = (*at_work, *busy, *build.pauses(), *inner, *build.pauses(3))
    return (Scope("scope1", body, title=title),)


@dataclass(frozen=True, slots=True)
class _WayOut:
    """How a scope is left.

    Attributes:
        begin: What its body begins with.
        end: What its body ends with.
        seconds: The time-out around the scope, if it is that which ends it.
        fails: Whether an exception is involved.
    """

    begin: Block = ()
    end: Block = ()
    seconds: float | None = None
    fails: bool = False

    def around(self, scope: Scope) -> Block:
        """The scope, and around it what keeps its way out from going further."""
        block: Block = (scope,)
        if self.seconds is not None:
            block = (Deadline(self.seconds, block),)
        return (Catch(block),)


def _way_out(build: Builder, scope: str, *, quiet: bool, seconds: float) -> _WayOut:
    """Draw a way out of a scope.

    Args:
        build: The builder.
        scope: The scope's name.
        quiet: Whether nothing within the scope fails. Only then is a time-out among the ways:
            one that meets a failure may legally be lost.
        seconds: The time-out.
    """
    match build.number(0, 5 if quiet else 3):
        case 0:
            return _WayOut()
        case 1:
            return _WayOut(end=(Fail(build.name("error")),), fails=True)
        case 2:
            failing = build.spawn((*build.pauses(1), Fail(build.name("error"))))
            return _WayOut((failing,), (Wait(build.name("p"), "idle"),), fails=True)
        case 3:
            return _WayOut((build.spawn(build.busy_until_exit(scope)),))
        case 4:
            return _WayOut(end=(Sleep(9),), seconds=seconds)
        case _:
            # The time is out while the exit waits; the clean-up is over before that of a scope
            # around is out.
            task = build.spawn((CleanUp((build.for_ever(),), (Sleep(seconds + 1),)),))
            return _WayOut((task,), (Wait(build.name("p"), "idle"),), seconds)


@programs
def scopes_left_in_every_way(build: Builder) -> Block:
    """Nested scopes, left by return, error, failed task or time-out.

    Each looks, before and after the scope within it, at what is current, and spawns a task.
    """
    body: Block = ()
    quiet = True
    for level in range(build.number(2, 3), 1, -1):
        name = f"scope{level}"
        way = _way_out(build, name, quiet=quiet, seconds=10 - 2 * level)
        quiet = quiet and not way.fails
        inner = (*way.begin, *_looking(level, body), *way.end)
        body = way.around(Scope(name, inner, state=(Provided("A", f"of {name}"),)))
    return (Scope("scope1", _looking(1, body), state=(Provided("A", "of scope1"),)),)


def _until_exit(scope: str) -> Operation:
    return Wait(f"end of {scope}", "any", after=f"exit of {scope}")


def _looking(level: int, body: Block) -> Block:
    look: Block = (GetState("A"), Log(f"probe{level}"))
    if not body:
        return look
    until_exit = _until_exit(f"scope{level}")
    before, after = (Spawn(f"{each}{level}", (until_exit,)) for each in ("before", "after"))
    return (*look, before, *body, *look, after, Wait(f"rest{level}", "idle"))


@programs
def left_into_a_clean_up(build: Builder) -> Block:
    """A scope within another, left by an exception that nobody catches; a clean-up looks around."""
    look: Block = (GetState("A"), Log("probe1"))
    end = Fail("error1", build.one_of("base", "exception", "falsy"))
    inner = Scope("scope2", (*build.pauses(1), end), (Provided("A", "of scope2"),))
    body = (*look, CleanUp((inner,), (*look, *build.pauses(1))))
    return (Scope("scope1", body, (Provided("A", "of scope1"),)),)


@programs
def consecutive_scopes(build: Builder) -> Block:
    """A scope that is left in some way, then another, which is used as the first was."""
    way = _way_out(build, "scope1", quiet=True, seconds=5)
    first = Scope(
        "scope1",
        (*way.begin, *build.pauses(1), *way.end),
        state=(Provided("A", "of scope1"), Provided("D", "of scope1")),
    )
    task = Spawn("after2", (_until_exit("scope2"),))
    second = Scope(
        "scope2",
        (GetState("A"), GetState("D"), Log("probe2"), task, Wait("rest2", "idle")),
        state=(Provided("A", "of scope2"),),
    )
    return (*way.around(first), second)


@programs
def concurrent_scopes(build: Builder) -> Block:
    """Tasks of the program, each with a scope of its own; some fail, some are cancelled."""
    title = build.one_of("", "the same")

    def one(number: int) -> tuple[Block, Block]:
        name = f"scope{number}"
        fails: Block = (Fail(build.name("error")),) if build.flag() else ()
        if fails and build.flag():
            fails = (build.spawn(fails), Wait(build.name("rest"), "idle"))
        tasks = build.some(0, 2, lambda: build.spawn(build.busy_until_exit(name)))
        inner = Scope(
            name,
            (
                *build.pauses(1),
                *tasks,
                *build.pauses(3),
                GetState("A"),
                Log(f"probe{number}"),
                *fails,
            ),
            state=(Provided("A", f"of {name}"),),
            title=title,
        )
        task = f"runner{number}"
        start: Block = (Start(task, (Catch((inner,)),)),)
        cancel: Block = (*build.pauses(2), Cancel(task)) if build.seldom() else ()
        return start, cancel

    pairs = [one(number + 1) for number in range(build.number(2, 3))]
    starts = tuple(each for start, _ in pairs for each in start)
    cancels = tuple(each for _, cancel in pairs for each in cancel)
    if build.flag():
        joins = tuple(Join(f"runner{number + 1}") for number in range(len(pairs)))
        return (Scope("around", (*starts, *cancels, *joins)),)
    return (*starts, *cancels)
