"""Programs, and parts of programs, that several properties of chapter scopes draw."""

from collections.abc import Callable

from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.preambles import ALL_USES, WITHOUT_FAILURES, preamble
from haiway_conformance.programs.drawing.used_scopes import maybe_nested, used_scope
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    CleanUp,
    Resource,
    Scope,
    Spawn,
    Start,
    Wait,
)

__all__ = (
    "busy_task",
    "nested_scopes_with_tasks",
    "some_resources",
    "used_scope_that_ends",
)


@programs
def nested_scopes_with_tasks(build: Builder) -> Block:
    """Draw an outer scope with running tasks, and one or two scopes inside it with their own."""
    inner: Block = ()
    title = build.one_of("", "the same")
    for level in range(build.number(1, 3) + 1, 1, -1):
        name = f"scope{level}"
        tasks = build.some(1, 2, lambda name=name: build.spawn(build.busy_until_exit(name)))
        inner = build.in_a_task((Scope(name, (*tasks, *build.pauses(), *inner), title=title),))
    running = build.some(1, 2, lambda: build.spawn(build.pauses(4, least=1)))
    busy = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("scope1")))
    body = (*running, *busy, *build.pauses(), *inner, *build.pauses(3))
    return (Scope("scope1", body, title=title),)


def some_resources(build: Builder, low: int, high: int) -> tuple[Resource, ...]:
    """Draw resources that take a while to enter and to exit."""
    return tuple(
        Resource(build.name("resource"), build.pauses(1), build.pauses(1))
        for _ in range(build.number(low, high))
    )


def busy_task(build: Builder, scope: str) -> Spawn:
    """Draw a task that is busy until its scope's exit, and then takes a while to clean up."""
    clean_up = (build.suspension(), *build.pauses(1))
    return build.spawn((CleanUp((build.until_exit(scope),), clean_up),))


def used_scope_that_ends(build: Builder, name: str, tasks: Callable[[], Block]) -> Block:
    """Draw a scope that is exited after prior use.

    Args:
        build: The builder.
        name: The name of the scope.
        tasks: Draws its tasks. They are spawned before the prior use, or after it.
    """
    # A failure in the clean-up of a cancelled task would raise questions of its own, so none there.
    in_clean_up = build.seldom()
    before = preamble(build, WITHOUT_FAILURES if in_clean_up else ALL_USES)
    first, last = (tasks(), ()) if build.flag() else ((), tasks())
    scope: Block = (
        used_scope(build, name, (*first, *before, *last, Wait(build.name("p"), "idle"))),
    )
    if in_clean_up:
        runner = Start("runner", (CleanUp((build.for_ever(),), scope),))
        return (runner, Wait(build.name("p"), "idle"), Cancel("runner"))
    return maybe_nested(build, (Catch(scope),))
