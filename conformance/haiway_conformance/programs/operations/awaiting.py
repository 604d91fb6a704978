"""Operations that await tasks or look at them."""

import asyncio
from asyncio import CancelledError
from collections.abc import Iterable
from contextlib import nullcontext
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, Literal

from haiway_conformance.kit_error import KitError
from haiway_conformance.programs.execution import (
    CANCELLATION,
    Execution,
    Failure,
    Frame,
    described,
)
from haiway_conformance.programs.execution.objects import described_value
from haiway_conformance.programs.execution.state_types import CONTEXT_VARIABLES
from haiway_conformance.programs.operations.operation import Step, needs_nothing, never, once
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.simulated_loop import Did

__all__ = ("Await", "Callback", "Gather", "Join", "Query")

type Callback = Literal["plain", "twice", "in a context"]
"""How a callback is added to a task: once; two times; once, with a context of its own."""


@dataclass(frozen=True, slots=True)
class Await(Step):
    """Await a task and look at its result, once or several times.

    Attributes:
        task: The task's name.
        via: How: `await`, `asyncio.gather`, `asyncio.wait`, `asyncio.as_completed` or
            `asyncio.shield`.
        times: How many times in a row.
    """

    task: str
    via: Literal["await", "gather", "wait", "as_completed", "shield"] = "await"
    times: int = 1

    needs = needs_nothing
    suspensions = once

    def read(self, outline: Outline) -> None:
        via = "" if self.via == "await" else f" through asyncio.{self.via}"
        times = f", {self.times} times" if self.times > 1 else ""
        outline.line(f"await {self.task}{via}{times}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        handle = execution.handles.get(self.task)
        if handle is None:
            return
        for _ in range(self.times):
            execution.trace.record(frame.task, Did.AWAITS, self.task, self.via)
            try:
                value = await self._awaited(handle)
            except BaseException as error:
                _got(execution, frame, self.task, error)
                raise
            name = execution.objects.name_of(value)
            execution.trace.record(frame.task, Did.GOT, self.task, name)

    async def _awaited(self, handle: Any) -> Any:
        match self.via:
            case "await":
                return await handle
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

    def write(self, page: Page, where: Where) -> None:
        task, given = _task(self.task), page.numbered("given")
        ways = {
            "await": [f"{given} = await {task}"],
            "gather": [f"({given},) = await asyncio.gather({task})"],
            "wait": [f"await asyncio.wait([{task}])", f"{given} = {task}.result()"],
            "as_completed": [f"{given} = await next(iter(asyncio.as_completed([{task}])))"],
            "shield": [f"{given} = await asyncio.shield({task})"],
        }
        said = f"script.say({f'{self.task} gave'!r}, {given})"
        write_if_there(page, self.task, where, [*ways[self.via], said] * self.times)


@dataclass(frozen=True, slots=True)
class Join(Step):
    """Wait until a task has ended, however it ends: with `asyncio.wait`.

    It does nothing if `spawn` returned something that is not a future: it need not be one.
    """

    task: str

    needs = needs_nothing
    suspensions = once

    def read(self, outline: Outline) -> None:
        outline.line(f"wait until {self.task} has ended")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        handle = execution.handles.get(self.task)
        if asyncio.isfuture(handle):
            execution.trace.record(frame.task, Did.AWAITS, self.task, "the end of")
            await asyncio.wait([handle])

    def write(self, page: Page, where: Where) -> None:
        with page.under(f"if asyncio.isfuture(script.tasks.get({self.task!r})):"):
            page.line(f"await asyncio.wait([{_task(self.task)}])")


@dataclass(frozen=True, slots=True)
class Gather(Step):
    """Await several tasks in one `asyncio.gather`."""

    tasks: tuple[str, ...]

    needs = needs_nothing
    suspensions = once

    def read(self, outline: Outline) -> None:
        outline.line(f"await asyncio.gather({', '.join(self.tasks)})")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        handles = {
            name: execution.handles[name] for name in self.tasks if name in execution.handles
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
            execution.trace.record(frame.task, Did.GOT, name, execution.objects.name_of(value))

    def write(self, page: Page, where: Where) -> None:
        if where.known.issuperset(self.tasks):
            given = ", ".join(map(_task, self.tasks))
        else:
            given = f"*[script.tasks[each] for each in {self.tasks!r} if each in script.tasks]"
        page.line(f"script.say('gather gave', await asyncio.gather({given}))")


@dataclass(frozen=True, slots=True)
class Query(Step):
    """Look at a task's `done`, `cancelled`, `result`, `exception`, and add a callback to it.

    Attributes:
        task: The task's name.
        callback: How the callback is added.
    """

    task: str
    callback: Callback = "plain"

    needs = needs_nothing
    suspensions = never

    def read(self, outline: Outline) -> None:
        how = {"plain": "", "twice": " twice", "in a context": " with a context of its own"}
        look = f"look at {self.task} (done, cancelled, result, exception)"
        outline.line(f"{look}, add a callback{how[self.callback]}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        name = self.task
        handle = execution.handles.get(name)
        if handle is None:
            return
        trace = execution.trace

        def asked(method: str) -> str:
            try:
                value = getattr(handle, method)()
            except CancelledError:
                return f"raises {CANCELLATION}"
            except Failure as error:
                return f"raises {error.name}"
            except Exception as error:  # noqa: BLE001 - what a handle answers is judged
                return f"raises {type(error).__name__}"
            return execution.objects.name_of(value)

        for method in ("done", "cancelled", "result", "exception"):
            trace.record(frame.task, Did.SAW, f"{method}() of {name}", asked(method))

        def called(argument: object) -> None:
            given = "the task itself" if argument is handle else described_value(argument)
            trace.record(name, Did.SAW, f"callback of {name}", given)
            if self.callback == "in a context":
                subject = f"context x in the callback of {name}"
                trace.record(name, Did.SAW, subject, CONTEXT_VARIABLES["x"].get())

        add_callback(handle, called, self.callback)

    def write(self, page: Page, where: Where) -> None:
        how = "" if self.callback == "plain" else f", {self.callback!r}"
        write_if_there(page, self.task, where, [f"script.query({_task(self.task)}{how})"])


def add_callback(handle: Any, callback: Any, how: Callback) -> None:
    """Add a callback to a task, if it takes any.

    Args:
        handle: The task: what `spawn` returned, or asyncio's task.
        callback: The callback.
        how: How it is added.
    """
    add = getattr(handle, "add_done_callback", None)
    if add is None:
        return
    if how == "in a context":
        context = copy_context()
        context.run(CONTEXT_VARIABLES["x"].set, "its own")
        add(callback, context=context)
        return
    for _ in range(2 if how == "twice" else 1):
        add(callback)


def write_if_there(page: Page, task: str, where: Where, statements: Iterable[str]) -> None:
    """Write what is done with a task if it was made.

    Args:
        page: The script.
        task: The task's name.
        where: The place.
        statements: What is done with it.
    """
    known = task in where.known
    with nullcontext() if known else page.under(f"if {task!r} in script.tasks:"):
        for statement in statements:
            page.line(statement)


def _task(name: str) -> str:
    return f"script.tasks[{name!r}]"


def _got(execution: Execution, frame: Frame, task: str, error: BaseException) -> None:
    if isinstance(error, asyncio.CancelledError):
        execution.trace.record(frame.task, Did.INTERRUPTED, f"task {task}")
    execution.trace.record(frame.task, Did.GOT, task, f"raised {described(error)}")
