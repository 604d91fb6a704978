"""Draw scopes that have been used before the part that the program is about."""

from collections.abc import Callable, Sequence

from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.preambles import Use, preamble
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
    "maybe_nested",
    "scope_with_failing_body",
    "some_endless_tasks",
    "some_tasks",
    "used_scope",
)

_KINDS: tuple[Failing, ...] = ("exception", "falsy", "twin", "base", "group", "timeout", "stop")


def maybe_nested(build: Builder, block: Block) -> Block:
    """Draw the operations as they are, in one or two more scopes, or in a task of one."""
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
    """Draw the scope that the program is about, perhaps with state and with resources."""
    state = (Provided("A", f"of {name}"),) if build.flag() else ()
    resources = tuple(
        Resource(build.name("resource"), build.pauses(1), build.pauses(1))
        for _ in range(build.one_of(0, 0, 1, 2))
    )
    return Scope(name, body, state, resources if build.has("disposables") else ())


def some_tasks(build: Builder, most: int, body: Callable[[], Block]) -> Block:
    """Draw from one to `most` tasks, some with an argument.

    Args:
        build: The builder.
        most: The largest number of tasks.
        body: Draws what a task does.
    """

    def task() -> Operation:
        keyword = build.one_of((), (("key", "x"),))
        return Spawn(build.name("t"), body(), keyword=keyword)

    return build.some(1, most, task)


def some_endless_tasks(build: Builder) -> Block:
    """Draw up to three tasks that only cancellation ends."""
    return some_tasks(build, 3, build.endless)


def scope_with_failing_body(build: Builder, uses: Sequence[Use]) -> Block:
    """Draw a used scope with endless tasks, whose body raises.

    Args:
        build: The builder.
        uses: The kinds of earlier use to choose from.
    """
    name = build.name("scope")
    fail = Fail(build.name("error"), build.one_of(*_KINDS), build.one_of("", "cause"))
    end: Block = (fail,)
    if build.seldom():  # another exception is its context
        end = (CleanUp((Fail(build.name("error")),), end),)
    before = preamble(build, uses)
    tasks = some_endless_tasks(build)
    return (used_scope(build, name, (*tasks, *before, *build.pauses(1), *end)),)
