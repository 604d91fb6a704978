"""Carrying out operations on tasks."""

import asyncio
from asyncio import CancelledError, InvalidStateError
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import replace
from typing import Any

from haiway_conformance.kit_error import KitError
from haiway_conformance.programs.interpreter.calling import standing_for
from haiway_conformance.programs.interpreter.execution import Execution, described_value, performs
from haiway_conformance.programs.interpreter.failures import Failure, described
from haiway_conformance.programs.interpreter.frames import Frame
from haiway_conformance.programs.interpreter.values import CONTEXT_VARIABLES
from haiway_conformance.programs.operations import (
    Acknowledge,
    AskToStop,
    Await,
    Cancel,
    CancelCurrent,
    CheckCancellation,
    Gather,
    Join,
    Query,
    Spawn,
    Start,
)
from haiway_conformance.simulation import Did, Trace

__all__ = ()


@performs(Spawn, needs="spawn")
async def spawn(execution: Execution, operation: Spawn, frame: Frame) -> None:
    """Spawn a task through the implementation."""
    name, trace = operation.task, execution.trace
    positional = [execution.token(each) for each in operation.positional]
    keyword = {key: execution.token(each) for key, each in operation.keyword}
    trace.record(frame.task, Did.SPAWNING, name, frame.scope or "")
    try:
        handle = execution.adapter.spawn(
            _function(execution, operation, frame), *positional, **keyword
        )
    except BaseException as error:
        trace.record(frame.task, Did.REFUSED, name, described(error))
        if frame.scope and _ending(trace, frame.scope):
            execution.refused_late.append(error)
        raise
    execution.handles[name] = handle
    trace.record(frame.task, Did.SPAWNED, name)


def _ending(trace: Trace, scope: str) -> bool:
    """Whether a scope is being exited, or failing because of a task."""
    tasks = {each.subject for each in trace.of(Did.SPAWNING) if each.detail == scope}
    failed = any(each.subject in tasks for each in trace.of(Did.FAILED))
    return failed or trace.first(Did.EXITING, subject=scope) is not None


def _function(execution: Execution, operation: Spawn, frame: Frame) -> Callable[..., Any]:
    inner = Frame(operation.task, frame.scope)

    async def work(*positional: Any, **keyword: Any) -> Any:
        arguments = execution.arguments(positional, keyword)
        await execution.task(inner, operation.body, arguments)
        return execution.result(operation.result, operation.task)

    def called(*positional: Any, **keyword: Any) -> Any:
        execution.trace.record(operation.task, Did.CALLED, operation.task)
        match operation.call:
            case "raises":
                raise execution.error(f"call of {operation.task}")
            case "raises LookupError":
                raise execution.error(f"call of {operation.task}", "lookup")
            case "raises TypeError":
                raise execution.error(f"call of {operation.task}", "type")
            case "no coroutine":
                return execution.token(f"no coroutine of {operation.task}")
            case _:
                return work(*positional, **keyword)

    match operation.call:
        case "coroutine":
            return work
        case "partial" | "object":
            return standing_for(called, operation.call)
        case _:
            return called


@performs(Start)
async def start(execution: Execution, operation: Start, frame: Frame) -> None:
    """Start a task of the program's own."""
    execution.start(replace(frame, task=operation.task), operation.body)


@performs(Await)
async def await_(execution: Execution, operation: Await, frame: Frame) -> None:
    """Await a task in one of the ways of asyncio, and record what it gives."""
    handle = execution.handles.get(operation.task)
    if handle is None:
        return
    for _ in range(operation.times):
        execution.trace.record(frame.task, Did.AWAITS, operation.task, operation.via)
        try:
            value = await _awaited(handle, operation.via)
        except BaseException as error:
            _got(execution, frame, operation.task, error)
            raise
        execution.trace.record(frame.task, Did.GOT, operation.task, execution.name_of(value))


async def _awaited(handle: Any, via: str) -> Any:
    match via:
        case "gather":
            handles: list[asyncio.Future[Any]] = [handle]
            (value,) = await asyncio.gather(*handles)
            return value
        case "wait":
            await asyncio.wait([handle])
            return handle.result()
        case "as_completed":
            for each in asyncio.as_completed([handle]):
                return await each
            raise KitError("as_completed of one task gave nothing")
        case "shield":
            return await asyncio.shield(handle)
        case _:
            return await handle


def _got(execution: Execution, frame: Frame, task: str, error: BaseException) -> None:
    if isinstance(error, asyncio.CancelledError):
        execution.trace.record(frame.task, Did.INTERRUPTED, f"task {task}")
    execution.trace.record(frame.task, Did.GOT, task, f"raised {described(error)}")


@performs(Join)
async def join(execution: Execution, operation: Join, frame: Frame) -> None:
    """Wait for the end of a task, if it is one that can be waited for without a look at it."""
    handle = execution.handles.get(operation.task)
    if asyncio.isfuture(handle):
        execution.trace.record(frame.task, Did.AWAITS, operation.task, "the end of")
        await asyncio.wait([handle])


@performs(Gather)
async def gather(execution: Execution, operation: Gather, frame: Frame) -> None:
    """Await tasks in one `asyncio.gather`, and record what they give."""
    handles = {
        name: execution.handles[name] for name in operation.tasks if name in execution.handles
    }
    for name in handles:
        execution.trace.record(frame.task, Did.AWAITS, name, "gather of all")
    try:
        values = await asyncio.gather(*handles.values())
    except BaseException as error:
        for name in handles:
            _got(execution, frame, name, error)
        raise
    for name, value in zip(handles, values, strict=True):
        execution.trace.record(frame.task, Did.GOT, name, execution.name_of(value))


@performs(Query)
async def query(execution: Execution, operation: Query, frame: Frame) -> None:
    """Look at a task without waiting, and add a callback that records itself."""
    name = operation.task
    handle = execution.handles.get(name)
    if handle is None:
        return
    trace = execution.trace

    def asked(method: str) -> str:
        try:
            value = getattr(handle, method)()
        except (InvalidStateError, CancelledError, AttributeError) as error:
            return f"raises {type(error).__name__}"
        except Failure as error:
            return f"raises {error.name}"
        return execution.name_of(value)

    for method in ("done", "cancelled", "result", "exception"):
        trace.record(frame.task, Did.SAW, f"{method}() of {name}", asked(method))

    def called(argument: object) -> None:
        given = "the task itself" if argument is handle else described_value(argument)
        trace.record(name, Did.SAW, f"callback of {name}", given)
        if operation.callback == "in a context":
            trace.record(name, Did.SAW, f"context x in the callback of {name}", variable.get())

    variable = CONTEXT_VARIABLES["x"]
    add = getattr(handle, "add_done_callback", None)
    if add is None:
        return
    if operation.callback == "in a context":
        context = copy_context()
        context.run(variable.set, "its own")
        add(called, context=context)
        return
    for _ in range(2 if operation.callback == "twice" else 1):
        add(called)


@performs(Cancel)
async def cancel(execution: Execution, operation: Cancel, frame: Frame) -> None:
    """Request that a task be cancelled."""
    handle = execution.handles.get(operation.task)
    if handle is None:
        return
    execution.trace.record(frame.task, Did.REQUESTS, operation.task)
    execution.request(operation.task)
    handle.cancel()


@performs(AskToStop)
async def ask_to_stop(execution: Execution, operation: AskToStop, frame: Frame) -> None:  # noqa: ARG001
    """Let somebody outside ask a task to stop, at one of its suspensions."""
    name = operation.task
    suspensions = execution.asked[name]
    suspensions.ask(lambda: execution.stop(name), operation.moment, operation.suspension)


@performs(CancelCurrent, needs="cancel")
async def cancel_current(execution: Execution, operation: CancelCurrent, frame: Frame) -> None:  # noqa: ARG001
    """Request through the implementation that the current task be cancelled."""
    execution.trace.record(frame.task, Did.REQUESTS, frame.task)
    execution.request(frame.task)
    execution.adapter.cancel()


@performs(CheckCancellation, needs="check-cancellation")
async def check_cancellation(
    execution: Execution,
    operation: CheckCancellation,  # noqa: ARG001
    frame: Frame,
) -> None:
    """Ask the implementation whether the current task was asked to stop, and record its answer."""
    try:
        execution.adapter.check_cancellation()
    except asyncio.CancelledError:
        answer = "raised CancelledError"
    except Exception as error:  # noqa: BLE001 - that it raised is what was seen
        answer = f"raised {described(error)}"
    else:
        answer = "quiet"
    execution.trace.record(frame.task, Did.SAW, "check", answer)


@performs(Acknowledge)
async def acknowledge(execution: Execution, operation: Acknowledge, frame: Frame) -> None:  # noqa: ARG001
    """Take back one request to cancel the current task."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        task.uncancel()
        execution.request(frame.task, -1)
