"""Draw code that the program starts by itself in a copy of the context: `in_copied_context`."""

from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.operations import Block, Inherit, Join, Start

__all__ = ("in_copied_context",)


def in_copied_context(build: Builder, block: Block) -> Block:
    """Draw operations in a task of asyncio's own, a callback or a thread, and wait for its end.

    Args:
        build: The builder.
        block: Operations that do not suspend.
    """
    match build.number(0, 2):
        case 0:
            name = build.name("started")
            return (Start(name, (*build.pauses(1), *block)), Join(name))
        case 1:
            return (Inherit(build.name("callback"), block, "callback"),)
        case _:
            return (Inherit(build.name("thread"), block, "thread"),)
