"""Implementations whose CancelledErrors are not the plain ones of asyncio.

asyncio lets a CancelledError carry any message, be another object each time it is raised, and be of
a class that is derived from CancelledError. No clause depends on which it is.
"""

import asyncio
import sys
from asyncio import CancelledError, Task
from collections.abc import AsyncIterator, Awaitable, Generator
from itertools import count
from typing import Any

import haiway_reference
from future_handles import Handle
from haiway_conformance.adapter import ModuleAdapter
from haiway_conformance.oracles import TaskGroups
from haiway_reference import ctx
from haiway_reference.helpers import (
    execute_concurrently,
    process_concurrently,
    stream_concurrently,
)
from own_task_set import OwnTaskSet

__all__ = (
    "OtherCancellations",
    "OwnTaskSetWithMessages",
    "ReferenceWithMessages",
    "TaskGroupsWithMessages",
)


class _ScopeCancelled(CancelledError):  # noqa: N818
    """A CancelledError of the implementation's own."""


# Before Python 3.13 `asyncio.timeout` makes no TimeoutError of a class derived from CancelledError.
_LEAVES = _ScopeCancelled if sys.version_info >= (3, 13) else CancelledError


class _TaskWithMessages(Task[Any]):
    """A task with a message in each of its CancelledErrors, a new one for each request."""

    _requests = 0

    def cancel(self, msg: Any = None) -> bool:
        self._requests += 1
        return super().cancel(f"request {self._requests} to end" if msg is None else msg)


def _with_messages(loop: Any, coroutine: Any, **options: Any) -> Task[Any]:
    return _TaskWithMessages(coroutine, loop=loop, **options)


class ReferenceWithMessages(ModuleAdapter):
    """The reference, where every request to cancel carries a message."""

    name = "reference with messages"
    task_factory = staticmethod(_with_messages)

    def __init__(self) -> None:
        super().__init__(haiway_reference)


class TaskGroupsWithMessages(TaskGroups):
    """Scopes made of `asyncio.TaskGroup`, where every request to cancel carries a message."""

    name = "task groups with messages"
    task_factory = staticmethod(_with_messages)

    def check_cancellation(self) -> None:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise CancelledError("requests to end:", task.cancelling())


class OwnTaskSetWithMessages(OwnTaskSet):
    """Scopes with a task set of their own, left by a new CancelledError, for another reason."""

    name = "own task set with messages"

    def __init__(self) -> None:
        self._reasons = count(1)

    def scope(self, name: str, /, *state: Any, disposables: Any = None) -> Any:
        return _Relayed(super().scope(name, *state, disposables=disposables))

    def check_cancellation(self) -> None:
        try:
            super().check_cancellation()
        except CancelledError:
            raise CancelledError(f"reason {next(self._reasons)}") from None


class OtherCancellations(ModuleAdapter):
    """The reference, of which each CancelledError that it raises is a new one, of its own class."""

    name = "other cancellations"

    def __init__(self) -> None:
        super().__init__(haiway_reference)

    def scope(self, name: str, /, *state: Any, **more: Any) -> Any:
        return _Relayed(ctx.scope(name, *state, **more))

    def spawn(self, function: Any, /, *arguments: Any, **keywords: Any) -> Any:
        return _Handle(ctx.spawn(function, *arguments, **keywords))

    def check_cancellation(self) -> None:
        try:
            ctx.check_cancellation()
        except CancelledError:
            raise _ScopeCancelled("checked") from None

    def stream(self, source: Any, /, *arguments: Any, **keywords: Any) -> Any:
        return _Stream(ctx.stream(source, *arguments, **keywords))

    def stream_concurrently(self, *sources: Any, **more: Any) -> Any:
        return _Stream(stream_concurrently(*sources, **more))

    async def process_concurrently(self, source: Any, /, handler: Any, **more: Any) -> None:
        await _relayed(process_concurrently(source, handler, **more))

    async def execute_concurrently(self, handler: Any, /, elements: Any, **more: Any) -> Any:
        return await _relayed(execute_concurrently(handler, elements, **more))


def _another(error: CancelledError) -> CancelledError:
    """Return another CancelledError, with a message that differs from run to run."""
    return _LEAVES("relayed", id(error))


async def _relayed(work: Awaitable[Any]) -> Any:
    try:
        return await work
    except CancelledError as error:
        raise _another(error) from error.__cause__


class _Relayed:
    """A scope that is left by another CancelledError than the one which left its body."""

    def __init__(self, scope: Any) -> None:
        self._scope = scope

    async def __aenter__(self) -> Any:
        return await _relayed(self._scope.__aenter__())

    async def __aexit__(self, *told: object) -> Any:
        if await _relayed(self._scope.__aexit__(*told)):
            return True
        if isinstance(error := told[1], CancelledError):
            raise _another(error) from error.__cause__
        return False


class _Handle(Handle):
    """A handle that raises a new CancelledError each time a cancelled task is awaited."""

    def __await__(self) -> Generator[Any, None, Any]:
        try:
            return (yield from super().__await__())
        except CancelledError as error:
            if not self.cancelled():
                raise  # it is the awaiter that was cancelled
            raise _another(error) from error


class _Stream(AsyncIterator[Any]):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __anext__(self) -> Any:
        return await _relayed(self._stream.__anext__())

    async def aclose(self) -> None:
        await _relayed(self._stream.aclose())
