"""Carrying out calls of the helpers."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any, cast

from haiway_conformance.programs.interpreter.calling import standing_for
from haiway_conformance.programs.interpreter.execution import Execution, performs
from haiway_conformance.programs.interpreter.frames import Frame
from haiway_conformance.programs.interpreter.sourcing import Elements, source_of
from haiway_conformance.programs.operations import Block, Execute, HelperCall, Outcome, Process
from haiway_conformance.simulation import Did

__all__ = ()

type Handler = Callable[[Any], Coroutine[Any, Any, object]]


def _handler(execution: Execution, operation: HelperCall, elements: Elements, frame: Frame) -> Any:
    source = operation.source

    async def handle(given: Any) -> object:
        index = elements.index_of(given)
        name = f"{operation.helper}[{'?' if index is None else index}]"
        body, result = _work(source.elements, index, source.rest)
        inner = replace(frame, task=name, own=False, guarded=False)
        argument = "" if index is not None else execution.name_of(given)
        try:
            await execution.task(inner, body, argument)
        finally:
            execution.loop.world.reach(f"end of {name}")
        return execution.result(result, name)

    return standing_for(handle, operation.handler)


def _work(elements: tuple[Any, ...], index: int | None, rest: Block) -> tuple[Block, Outcome]:
    if index is None:
        return (), "object"
    if index < len(elements):
        return elements[index].body, elements[index].result
    return rest, "object"


async def _help(
    execution: Execution,
    operation: HelperCall,
    frame: Frame,
    call: Callable[[Any, Handler], Awaitable[object]],
) -> None:
    name, trace, reach = operation.helper, execution.trace, execution.loop.world.reach
    elements = Elements(execution, name, operation.source)
    balanced = execution.balance(frame)
    trace.record(frame.task, Did.HELPS, name, f"limit {operation.limit}")
    reach(f"call of {name}")
    how = ""
    try:
        source = source_of(execution, name, operation.source, elements, frame)
        returned = await call(source, _handler(execution, operation, elements, frame))
        how = f"returned {_returned(execution, operation, frame, returned)}"
    except BaseException as error:
        how = f"raised {execution.name_of(error)}"
        execution.raised[name] = error
        raise
    finally:
        trace.record(frame.task, Did.HELPED, name, how)
        reach(f"end of {name}")
        balanced(f"the call of helper {name}")


def _returned(execution: Execution, operation: HelperCall, frame: Frame, returned: object) -> str:
    """What a helper returned; of a sequence, each result gets an event of its own before."""
    if not isinstance(operation, Execute) or not isinstance(returned, Sequence):
        return execution.name_of(returned)
    results = cast("Sequence[object]", returned)
    for index, each in enumerate(results):
        subject = f"{operation.helper}[{index}]"
        execution.trace.record(frame.task, Did.GOT, subject, execution.name_of(each))
    return f"a sequence of {len(results)}"


@performs(Process, needs="process")
async def process(execution: Execution, operation: Process, frame: Frame) -> None:
    """Call `process_concurrently`."""
    more = {"ignore_exceptions": True} if operation.tolerant else {}

    def call(source: Any, handler: Handler) -> Awaitable[object]:
        helper = execution.adapter.process_concurrently
        return helper(source, handler, concurrent_tasks=operation.limit, **more)

    await _help(execution, operation, frame, call)


@performs(Execute, needs="execute")
async def execute(execution: Execution, operation: Execute, frame: Frame) -> None:
    """Call `execute_concurrently`."""
    more = {"return_exceptions": True} if operation.tolerant else {}

    def call(source: Any, handler: Handler) -> Awaitable[object]:
        helper = execution.adapter.execute_concurrently
        return helper(handler, source, concurrent_tasks=operation.limit, **more)

    await _help(execution, operation, frame, call)
