"""An implementation made of asyncio's own means: `TaskGroups`, and two variants."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

from haiway_conformance.adapter import Adapter
from haiway_conformance.oracles.grouped_helpers import execute_concurrently, process_concurrently
from haiway_conformance.oracles.patient_group import PatientGroup
from haiway_conformance.oracles.pulled_streams import PulledStream
from haiway_conformance.oracles.surroundings import CURRENT, VARIABLES, State, own_context
from haiway_conformance.oracles.task_group_scope import scope

__all__ = ("EagerTaskGroups", "PatientTaskGroups", "TaskGroups")


class TaskGroups(Adapter):
    """Scopes made of `asyncio.TaskGroup`, helpers made of one each, streams read by a task an item.

    A scope is current only in its body, so that tasks spawned by a resource belong to the outer
    scope. Tasks spawned while a scope exits are refused. A second request for an item of a stream,
    while another one waits, is refused too. There are no merges, no traces and no records.

    Attributes:
        group: The class of the groups that run the tasks of scopes.
        prompt: True for helpers that wait only where they have to.
    """

    name, version = "asyncio's task groups", "1"
    State = State
    group: type[asyncio.TaskGroup | PatientGroup] = asyncio.TaskGroup
    prompt = False

    def scope(self, name: str, /, *state: Any, disposables: Iterable[Any] | None = None) -> Any:
        """Return a scope."""
        return scope(name, state, disposables or (), self.group())

    def spawn(self, function: Any, /, *arguments: Any, **keywords: Any) -> asyncio.Task[Any]:
        """Create a task in the group of the current scope."""
        here = CURRENT.get()
        if here is None or here.closing:
            raise RuntimeError("no scope takes tasks here")
        coroutine = function(*arguments, **keywords)
        try:
            task = here.group.create_task(coroutine, context=own_context())
        except BaseException:
            coroutine.close()
            raise
        here.tasks.add(task)
        task.add_done_callback(here.ended)
        return task

    def stream(self, source: Any, /, *arguments: Any, **keywords: Any) -> PulledStream:
        """Return a stream that the exit of the current scope closes."""
        here = CURRENT.get()
        if here is None or here.closing:
            raise RuntimeError("no scope takes streams here")

        def forget(stream: PulledStream) -> None:
            if stream in here.streams:
                here.streams.remove(stream)

        stream = PulledStream(source(*arguments, **keywords), own_context(), forget)
        here.streams.append(stream)
        return stream

    def cancel(self) -> None:
        """Cancel the current task."""
        if (task := asyncio.current_task()) is not None:
            task.cancel()

    def check_cancellation(self) -> None:
        """Raise CancelledError if the current task was cancelled."""
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError

    def state(self, kind: Any, /, default: Any = None) -> Any:
        """Return the current state of a type."""
        here = CURRENT.get()
        found = here.state.get(kind) if here else None
        return found if found is not None else default if default is not None else kind()

    def variable(self, wanted: Any, /, *, default: Any = None) -> Any:
        """Set a variable, or look one up by its type."""
        values = VARIABLES.get() or {}
        if isinstance(wanted, type):
            return values.get(wanted, default)
        VARIABLES.set({**values, type(wanted): wanted})
        return None

    def log_error(self, message: str, /, *arguments: Any, exception: Any = None) -> None:
        """Log a message at level ERROR."""
        _log(logging.ERROR, message, arguments, exception)

    def log_warning(self, message: str, /, *arguments: Any, exception: Any = None) -> None:
        """Log a message at level WARNING."""
        _log(logging.WARNING, message, arguments, exception)

    def log_info(self, message: str, /, *arguments: Any, exception: Any = None) -> None:
        """Log a message at level INFO."""
        _log(logging.INFO, message, arguments, exception)

    def log_debug(self, message: str, /, *arguments: Any, exception: Any = None) -> None:
        """Log a message at level DEBUG."""
        _log(logging.DEBUG, message, arguments, exception)

    async def process_concurrently(self, source: Any, /, handler: Any, **more: Any) -> None:
        """Call a handler for each element."""
        await process_concurrently(source, handler, prompt=self.prompt, **more)

    async def execute_concurrently(self, handler: Any, /, elements: Any, **more: Any) -> list[Any]:
        """Call a handler for each element, and return the results."""
        return await execute_concurrently(handler, elements, prompt=self.prompt, **more)


class EagerTaskGroups(TaskGroups):
    """The same with eager tasks: a spawned task begins, and may end, before `spawn` returns.

    Helpers and streams wait only where they have to: not at all where everything is there.
    """

    name = "asyncio's task groups, with eager tasks"
    prompt = True
    task_factory = staticmethod(asyncio.eager_task_factory)


class PatientTaskGroups(TaskGroups):
    """The same, but a failed task stops neither its siblings nor the body.

    Attributes:
        unmet: The clauses of level SHOULD that it does not keep.
    """

    name = "tasks that are gathered in the end"
    group = PatientGroup
    unmet = frozenset({"failures/fails-fast"})


def _log(level: int, message: str, arguments: tuple[Any, ...], exception: Any) -> None:
    here = CURRENT.get()
    logging.getLogger(here.name if here else None).log(
        level, message, *arguments, exc_info=exception
    )
