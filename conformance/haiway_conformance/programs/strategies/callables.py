"""Programs that pass on what can be called, and is no function with a name."""

from typing import Final

from haiway_conformance.programs.operations import (
    Await,
    Block,
    Consume,
    Function,
    Open,
    Process,
    Spawn,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.sources import ORDERED, calls, generator, source

__all__ = ("generators_of_any_kind", "handlers_of_any_kind", "tasks_of_any_kind")

FUNCTIONS: Final[tuple[Function, ...]] = ("partial", "object", "plain")


@programs
def tasks_of_any_kind(build: Builder) -> Block:
    """Tasks whose functions are partial ones or objects that can be called, all awaited."""
    tasks = tuple(
        Spawn(build.name("t"), build.pauses(1), call=build.one_of("partial", "object"))
        for _ in range(build.number(1, 3))
    )
    return (build.scope((*tasks, *(Await(task.task) for task in tasks))),)


@calls
def handlers_of_any_kind(build: Builder) -> Block:
    """Handlers that are partial functions, objects that can be called, or plain functions."""
    bodies: list[Block] = [build.pauses(1) for _ in range(build.number(1, 4))]
    handler: Function = build.one_of(*FUNCTIONS)
    return (Process("h1", source(build, bodies, ORDERED), build.number(1, 3), handler=handler),)


@programs
def generators_of_any_kind(build: Builder) -> Block:
    """Streams made of partial functions, of objects that can be called, or of plain functions."""
    opened = Open("s1", generator(build, 1, 3), generator=build.one_of(*FUNCTIONS))
    return (build.scope((opened, *build.pauses(1), Consume("s1", build.pauses(1)))),)
