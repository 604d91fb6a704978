"""Carrying out operations that take time, fail, or control others."""

import asyncio
import sys
from collections.abc import Awaitable
from dataclasses import replace

from haiway_conformance.kit_error import KitError
from haiway_conformance.programs.interpreter.execution import Execution, performs
from haiway_conformance.programs.interpreter.failures import described
from haiway_conformance.programs.interpreter.frames import Frame
from haiway_conformance.programs.operations import (
    INTERRUPTION,
    Catch,
    CleanUp,
    Deadline,
    Fail,
    Forever,
    Meet,
    Reach,
    Sleep,
    Wait,
    Yield,
)
from haiway_conformance.simulation import Did, Readiness

__all__ = ()


async def _waited(execution: Execution, frame: Frame, what: str, future: Awaitable[object]) -> None:
    execution.trace.record(frame.task, Did.WAITS, what)
    try:
        await future
    except asyncio.CancelledError:
        execution.trace.record(frame.task, Did.INTERRUPTED, what)
        raise
    execution.trace.record(frame.task, Did.GOES_ON, what)


@performs(Wait)
async def wait(execution: Execution, operation: Wait, frame: Frame) -> None:
    """Wait for a point of the world."""
    point = execution.loop.point(operation.point, Readiness(operation.until), after=operation.after)
    await _waited(execution, frame, operation.point, point)


@performs(Sleep)
async def sleep(execution: Execution, operation: Sleep, frame: Frame) -> None:
    """Sleep in virtual time."""
    what = f"sleep {operation.seconds:g} s"
    await _waited(execution, frame, what, asyncio.sleep(operation.seconds))


@performs(Yield)
async def yield_(execution: Execution, operation: Yield, frame: Frame) -> None:  # noqa: ARG001
    """Give way for one iteration of the loop."""
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        execution.trace.record(frame.task, Did.INTERRUPTED, "yield")
        raise


@performs(Reach)
async def reach(execution: Execution, operation: Reach, frame: Frame) -> None:  # noqa: ARG001
    """Let what waits for the milestone complete."""
    execution.loop.world.reach(operation.milestone)


@performs(Meet)
async def meet(execution: Execution, operation: Meet, frame: Frame) -> None:
    """Wait at a barrier, and open it if everybody is there."""
    there, everybody = execution.barriers.get(
        operation.barrier, (0, execution.loop.create_future())
    )
    execution.barriers[operation.barrier] = (there + 1, everybody)
    if there + 1 >= operation.parties and not everybody.done():
        everybody.set_result(None)
    # Shielded: that one of those who wait is cancelled must not cancel the others.
    await _waited(execution, frame, operation.barrier, asyncio.shield(everybody))


@performs(Fail)
async def fail(execution: Execution, operation: Fail, frame: Frame) -> None:  # noqa: ARG001
    """Raise the exception of that name, from another if one is named."""
    error = execution.error(operation.error, operation.kind)
    if operation.cause == INTERRUPTION:
        raise error from sys.exception()
    if operation.cause:
        raise error from execution.error(operation.cause)
    raise error


@performs(CleanUp)
async def clean_up(execution: Execution, operation: CleanUp, frame: Frame) -> None:
    """Carry out the body, and the clean-up however it ends."""
    closed = False
    try:
        await execution.run(operation.body, frame)
    except GeneratorExit:
        closed = True  # a coroutine that is being closed can't wait for anything any more
        raise
    finally:
        if not closed:
            execution.trace.record(frame.task, Did.CLEANS_UP, frame.task)
            execution.loop.world.reach(f"clean-up of {frame.task}")
            await execution.run(operation.clean_up, frame)
            execution.trace.record(frame.task, Did.CLEANED_UP, frame.task)


@performs(Catch)
async def catch(execution: Execution, operation: Catch, frame: Frame) -> None:
    """Carry out the body, and stop an exception or a cancellation."""
    try:
        await execution.run(operation.body, frame)
    except KitError:
        raise
    except asyncio.CancelledError as error:
        if operation.what != "cancellation":
            raise
        execution.trace.record(frame.task, Did.CAUGHT, described(error))
    except Exception as error:
        if operation.what != "exception":
            raise
        execution.trace.record(frame.task, Did.CAUGHT, described(error))


@performs(Forever)
async def forever(execution: Execution, operation: Forever, frame: Frame) -> None:
    """Carry out the body again and again."""
    while True:
        before = execution.loop.iteration
        await execution.run(operation.body, frame)
        if execution.loop.iteration == before:
            await asyncio.sleep(0)  # what never suspends would stop the loop for good


@performs(Deadline)
async def deadline(execution: Execution, operation: Deadline, frame: Frame) -> None:
    """Carry out the body under a time-out, and stop the TimeoutError."""
    balanced = execution.balance(frame)
    what = f"deadline of {operation.seconds:g} s"
    timeout = asyncio.timeout(operation.seconds)
    try:
        async with timeout:
            await execution.run(operation.body, replace(frame, guarded=True))
    except TimeoutError:
        if not timeout.expired():
            raise
        execution.trace.record(frame.task, Did.TIMED_OUT, what)
    balanced(f"the {what}")
