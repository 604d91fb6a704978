"""Programs for the clause on a scope's resources."""

from dataclasses import replace

from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    CleanUp,
    Fail,
    Failing,
    Form,
    GetState,
    Log,
    Provided,
    Reach,
    Resource,
    Scope,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs

__all__ = (
    "equal_resources",
    "resources_around_tasks",
    "resources_cancelled_while_entering",
    "resources_cancelled_while_exiting",
    "resources_that_fail_to_enter",
    "resources_that_fail_to_exit",
    "resources_that_give_state",
    "resources_that_spawn",
    "resources_that_suppress",
    "resources_whose_tasks_fail",
)


FORMS: tuple[Form, ...] = ("one", "list", "generator")


def _resources(build: Builder, low: int, high: int) -> tuple[Resource, ...]:
    return tuple(
        Resource(build.name("resource"), build.pauses(1), build.pauses(1))
        for _ in range(build.number(low, high))
    )


def _busy_task(build: Builder, scope: str) -> Spawn:
    clean_up = (build.suspension(), *build.pauses(1))
    return build.spawn((CleanUp((build.until_exit(scope),), clean_up),))


@programs
def resources_around_tasks(build: Builder) -> Block:
    """A scope with resources and tasks that clean up, left by return, error or cancellation."""
    resources = _resources(build, 1, 3)
    tasks = build.some(1, 2, lambda: _busy_task(build, "scope1"))
    rest: Block = (*tasks, Wait(build.name("p"), "idle"))
    match build.number(0, 3):
        case 0:
            return (Scope("scope1", rest, resources=resources),)
        case 1:
            return (Catch((Scope("scope1", (*rest, Fail("error")), resources=resources),)),)
        case 2:
            scope = Scope("scope1", (*rest, build.for_ever()), resources=resources)
            request = Wait("request", "idle", after="entered scope1")
        case _:
            scope = Scope("scope1", rest, resources=resources)
            request = Wait("request", after="exit of scope1")
    return (Start("runner", (scope,)), request, Cancel("runner"))


@programs
def equal_resources(build: Builder) -> Block:
    """A scope with resources that are equal, and perhaps one that is not."""
    twins = tuple(replace(each, twin=True) for each in _resources(build, 2, 3))
    resources = (*twins, *_resources(build, 0, 1))
    return (Scope("scope1", build.pauses(1), resources=resources),)


@programs
def resources_that_give_state(build: Builder) -> Block:
    """A scope whose resources give state, in every form; it is looked up in body and task."""
    form: Form = build.one_of(*FORMS)
    several = (("A", "B"),) if form != "one" else ()
    types = build.one_of(("A",), ("F",), *several)
    gives = tuple(Provided(each, f"{each} of resource1") for each in types)
    first = Resource(build.name("resource"), build.pauses(1), build.pauses(1), gives, form)
    others = _resources(build, 0, 1)
    resources = (first, *others) if build.flag() else (*others, first)
    looks = tuple(GetState(each) for each in types)
    outer = tuple(Provided(each, f"{each} of scope1") for each in ("A", "B", "F"))
    task = Spawn("t1", (*build.pauses(1), *looks))
    inner = Scope("scope2", (*looks, task, Wait("rest", "idle"), *build.pauses(1)), (), resources)
    return (Scope("scope1", (inner, *map(GetState, ("A", "B", "F"))), outer),)


def _within(failing: Scope) -> Block:
    """A scope that fails, within another scope.

    The other looks at what is current before and after it, and then spawns a task of its own.
    """
    look: Block = (GetState("A"), Log("probe"))
    task = Spawn("after1", (Wait("end of after1", "any", after="exit of scope1"),))
    body: Block = (*look, Catch((failing,)), *look, task, Wait("rest", "idle"))
    return (Scope("scope1", body, state=(Provided("A", "of scope1"),)),)


def _before(failing: Scope) -> Block:
    """A scope that fails, before another scope, to which what is then spawned must belong."""
    look: Block = (GetState("A"), Log("probe"))
    task = Spawn("after1", (Wait("end of after1", "any", after="exit of scope1"),))
    second = Scope(
        "scope1", (*look, task, Wait("rest", "idle")), state=(Provided("A", "of scope1"),)
    )
    return (Catch((failing,)), second)


@programs
def resources_that_fail_to_enter(build: Builder) -> Block:
    """A scope one of whose resources can't be entered; another may have spawned a task by then."""
    before = _resources(build, 0, 2)
    nested = build.flag()
    if nested and build.flag():
        # To which scope it belongs is open, so there is one around that it must not outlive.
        fails: Block = (CleanUp((build.for_ever(),), (*build.pauses(1), Fail("error of task"))),)
        task = build.spawn(build.one_of(build.endless(), fails))
        spawning: Block = (Catch((task,)), Wait(build.name("p"), "idle"))
        before = (*before, Resource(build.name("resource"), spawning, build.pauses(1)))
    failing = Resource("failing", (*build.pauses(1), Fail("error of enter")))
    resources = (*before, failing, *_resources(build, 0, 1))
    inner = Scope("scope2", build.pauses(1), resources=resources)
    return _within(inner) if nested else _before(inner)


@programs
def resources_whose_tasks_fail(build: Builder) -> Block:
    """A scope with a resource whose task fails, likely while the next one is being entered."""
    task = build.spawn((*build.pauses(1), Wait(build.name("p")), Fail("error")))
    # To which scope it belongs is open, as above, or whether it is taken at all.
    first = Resource("resource1", (Catch((task,)), *build.pauses(1)), build.pauses(1))
    second = Resource("resource2", (Wait(build.name("p"), "idle"), *build.pauses(1)))
    inner = Scope("scope2", build.pauses(1), resources=(first, second))
    return (Scope("scope1", (Catch((inner,)), *build.pauses(1))),)


@programs
def resources_that_fail_to_exit(build: Builder) -> Block:
    """A scope one of whose resources can't be exited; body or task may fail as well."""
    # Of two twins, which is which is told by identity.
    kind: Failing = build.one_of("exception", "twin", "base")
    failing = Resource("failing", (), (*build.pauses(1), Fail("error of exit", kind)))
    resources = (*_resources(build, 0, 1), failing, *_resources(build, 0, 1))
    match build.number(0, 2):
        case 0:
            body: Block = (_busy_task(build, "scope2"), Wait(build.name("p"), "idle"))
        case 1:
            body = (
                _busy_task(build, "scope2"),
                Wait(build.name("p"), "idle"),
                Fail("error of body", kind),
            )
        case _:
            clean_up: Block = (Fail("error of task", kind),)
            task = build.spawn((CleanUp((build.until_exit("scope2"),), clean_up),))
            body = (task, Wait(build.name("p"), "idle"))
    inner = Scope("scope2", body, resources=resources)
    return _within(inner) if build.flag() else _before(inner)


@programs
def resources_cancelled_while_entering(build: Builder) -> Block:
    """A scope whose entry is cancelled while one of its resources is being entered."""
    before = _resources(build, 0, 2)
    slow = Resource("slow", (build.for_ever(),))
    resources = (*before, slow, *_resources(build, 0, 1))
    runner = Start("runner", (Scope("scope1", build.pauses(1), resources=resources),))
    return (runner, Wait("request", "idle", after="entering scope1"), Cancel("runner"))


@programs
def resources_that_spawn(build: Builder) -> Block:
    """A scope one of whose resources spawns a task when it is exited: later than late."""
    late = build.spawn(build.one_of(build.endless(), build.pauses(2)))
    exit_ = (*build.pauses(1), Catch((late,)), *build.pauses(1))
    resource = Resource(build.name("resource"), (), exit_)
    inner = Scope("scope2", build.pauses(1), resources=(resource, *_resources(build, 0, 1)))
    return (Scope("scope1", (Catch((inner,)), *build.pauses(1))),)


@programs
def resources_that_suppress(build: Builder) -> Block:
    """A scope whose body raises, and whose resource asks for that to be suppressed."""
    resource = Resource("resource1", suppresses=True)
    scope = Scope("scope1", (*build.pauses(1), Fail("error of body")), resources=(resource,))
    return (Catch((scope,)),)


@programs
def resources_cancelled_while_exiting(build: Builder) -> Block:
    """A scope that is asked to stop while a resource of it takes its time over being exited."""
    resource = Resource("resource1", exit=(Wait("slow", "idle", after="request made"),))
    runner = Start("runner", (Scope("scope1", build.pauses(1), resources=(resource,)),))
    request: Block = (Wait("request", after="exit of resource1"), Cancel("runner"))
    return (runner, *request, Reach("request made"))
