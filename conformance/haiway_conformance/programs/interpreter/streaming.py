"""Carrying out streams and the helpers that call a handler for each element."""

from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import replace
from typing import Any

from haiway_conformance.programs.interpreter.execution import Execution, Frame, performs
from haiway_conformance.programs.operations import Block, Execute, Iterate, Process
from haiway_conformance.simulation import Did

__all__ = ()


@performs(Iterate, needs="stream")
async def iterate(execution: Execution, operation: Iterate, frame: Frame) -> None:
    """Consume a stream, carrying out the body for each item."""
    inner = Frame(operation.stream, frame.scope)
    trace = execution.trace

    async def generate() -> AsyncGenerator[Any, None]:
        trace.record(inner.task, Did.BEGAN, inner.task)
        try:
            for index in range(operation.items):
                await execution.run(operation.before, inner)
                yield execution.token(f"item {index} of {inner.task}")
        finally:
            trace.record(inner.task, Did.RETURNED, inner.task)

    async for item in execution.adapter.stream(generate):
        trace.record(frame.task, Did.ITEM, inner.task, str(item))
        await execution.run(operation.body, frame)


def _handler(
    execution: Execution, helper: str, body: Block, frame: Frame
) -> Callable[[Any], Coroutine[Any, Any, Any]]:
    async def handle(element: Any) -> Any:
        inner = replace(frame, task=f"{helper}[{element}]", own=False, guarded=False)
        await execution.task(inner, body)
        return execution.token(f"result of {inner.task}")

    return handle


@performs(Process, needs="process")
async def process(execution: Execution, operation: Process, frame: Frame) -> None:
    """Call `process_concurrently` with a handler that carries out the body."""
    await execution.adapter.process_concurrently(
        range(operation.elements),
        _handler(execution, operation.helper, operation.body, frame),
        concurrent_tasks=operation.limit,
    )


@performs(Execute, needs="execute")
async def execute(execution: Execution, operation: Execute, frame: Frame) -> None:
    """Call `execute_concurrently` with a handler that carries out the body."""
    await execution.adapter.execute_concurrently(
        _handler(execution, operation.helper, operation.body, frame),
        range(operation.elements),
        concurrent_tasks=operation.limit,
    )
