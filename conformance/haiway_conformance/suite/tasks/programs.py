"""Programs, and the kinds of objects that tasks return, for several clauses of chapter tasks."""

from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, Call, Catch, Outcome, Spawn

__all__ = ("RESULTS", "task_whose_call_raises")

RESULTS: tuple[Outcome, ...] = (
    "object",
    "none",
    "zero",
    "false",
    "empty",
    "exception",
    "awaitable",
)


@programs
def task_whose_call_raises(build: Builder) -> Block:
    """Draw a task whose function raises when it is called, in one scope or two."""
    call: Call = build.one_of("raises", "raises LookupError", "raises TypeError")
    others = build.some(0, 1, lambda: build.spawn(build.pauses(1)))
    spawn = Spawn("odd", keyword=(("key", "object1"),) if build.flag() else (), call=call)
    wait: Block = (Await("odd"),) if build.flag() else ()
    inner: Block = (build.scope((*others, *build.pauses(1), spawn, *wait, *build.pauses(1))),)
    if build.flag():
        inner = (build.scope((Catch(inner), *build.pauses(1))),)
    return (Catch(inner),)
