"""Carrying out operations on streams."""

from collections.abc import AsyncGenerator
from typing import Any

from haiway_conformance.programs.interpreter.execution import Execution, Frame, performs
from haiway_conformance.programs.operations import Iterate
from haiway_conformance.simulation import Did

__all__ = ()


@performs(Iterate, needs="stream")
async def iterate(execution: Execution, operation: Iterate, frame: Frame) -> None:
    """Consume a stream, carrying out the body for each item."""
    inner = Frame(operation.stream, frame.scope)
    trace = execution.trace

    async def generate() -> AsyncGenerator[Any, None]:
        trace.record(inner.task, Did.BEGAN, inner.task)
        execution.loop.world.reach(f"{inner.task} began")
        try:
            for index in range(operation.items):
                await execution.run(operation.before, inner)
                yield execution.token(f"item {index} of {inner.task}")
        finally:
            trace.record(inner.task, Did.RETURNED, inner.task)

    async for item in execution.adapter.stream(generate):
        trace.record(frame.task, Did.ITEM, inner.task, str(item))
        await execution.run(operation.body, frame)
