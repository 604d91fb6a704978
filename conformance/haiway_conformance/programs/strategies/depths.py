"""Programs in which things are within each other, three levels deep and more."""

from haiway_conformance.programs.operations import (
    Block,
    Element,
    Next,
    Open,
    Process,
    Scope,
    Source,
    Spawn,
    Wait,
)
from haiway_conformance.programs.strategies.building import Builder, programs
from haiway_conformance.programs.strategies.sources import source

__all__ = ("handlers_in_handlers", "streams_in_streams_in_streams")


@programs
def streams_in_streams_in_streams(build: Builder) -> Block:
    """Generators that read streams of their own, whose generators do so; all are left."""
    depth = build.number(3, 4)
    read: Block = build.pauses(1)
    for level in range(depth, 0, -1):
        within = Source("async generator", (Element(),), read, "silent")
        read = (Open(f"s{level}", within), Next(f"s{level}"))
    return (Scope("scope1", (*read, *build.pauses(1))),)


@programs
def handlers_in_handlers(build: Builder) -> Block:
    """Handlers that call a helper, whose handlers do so; the innermost ones spawn tasks."""
    depth = build.number(2, 3)
    spawn = build.spawn(build.busy_until_exit("scope1"))
    # It has begun when the call goes on: of one that never begins, nothing could be said.
    body: Block = (*build.pauses(1), spawn, Wait(build.name("begun"), "idle"))
    for level in range(depth, 0, -1):
        bodies = [body, *(build.pauses(1) for _ in range(build.number(0, 1)))]
        body = (Process(f"h{level}", source(build, bodies), build.number(1, 2)), *build.pauses(1))
    # Whether a task of the scope ends inside it at all is not what this is about.
    control = Spawn("control", (build.until_exit("scope1"),))
    return (Scope("scope1", (control, *body, *build.pauses(1))),)
