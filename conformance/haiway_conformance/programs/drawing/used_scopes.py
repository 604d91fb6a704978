"""Scopes in which something has happened before the program comes to its point."""

from collections.abc import Callable

from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.preambles import preamble
from haiway_conformance.programs.operations import (
    Await,
    Block,
    CleanUp,
    Fail,
    Failing,
    Operation,
    Provided,
    Resource,
    Scope,
    Spawn,
)

__all__ = (
    "endless_task_in",
    "failing_body",
    "in_used_scopes",
    "tasks_in",
    "used_scope",
)

KINDS: tuple[Failing, ...] = ("exception", "falsy", "twin", "base", "group", "timeout", "stop")


def in_used_scopes(build: Builder, block: Block) -> Block:
    """The operations; or they are in other scopes, or in a task of one."""
    match build.number(0, 4):
        case 0 | 1:
            return block
        case 2:
            return (build.scope((*build.pauses(1), *block, *build.pauses(1))),)
        case 3:
            return (build.scope((build.scope((build.scope(block),)),)),)
        case _:
            task = build.spawn(block)
            return (build.scope((task, Await(task.task))),)


def used_scope(build: Builder, name: str, body: Block) -> Scope:
    """The scope that the program is about."""
    state = (Provided("A", f"of {name}"),) if build.flag() else ()
    resources = tuple(
        Resource(build.name("resource"), build.pauses(1), build.pauses(1))
        for _ in range(build.one_of(0, 0, 1, 2))
    )
    return Scope(name, body, state, resources)


def tasks_in(build: Builder, most: int, body: Callable[[], Block]) -> Block:
    """Tasks, some of which are given an argument."""

    def task() -> Operation:
        keyword = build.one_of((), (("key", "x"),))
        return Spawn(build.name("t"), body(), keyword=keyword)

    return build.some(1, most, task)


def endless_task_in(build: Builder) -> Block:
    """Tasks that end by cancellation alone."""
    return tasks_in(build, 3, build.endless)


def failing_body(build: Builder, last: int) -> Block:
    """Draw a used scope with endless tasks, whose body raises."""
    name = build.name("scope")
    fail = Fail(build.name("error"), build.one_of(*KINDS), build.one_of("", "cause"))
    end: Block = (fail,)
    if build.seldom():  # another one is its context
        end = (CleanUp((Fail(build.name("error")),), end),)
    before = preamble(build, last)
    tasks = endless_task_in(build)
    return (used_scope(build, name, (*tasks, *before, *build.pauses(1), *end)),)
