"""The reference with streams out of which a failure leaves before a cancellation that meets it.

A consumer may be cancelled while it waits for the sources to close because one of them failed. In
the reference it gets CancelledError then, and the failure when it asks again. Here it gets the
failure, and is cancelled again afterwards: both are ways of `cancellation/simultaneous`.
"""

from typing import Any

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter
from haiway_reference.failures import deliver_again
from haiway_reference.streams import Stream
from haiway_reference.surroundings import current, required
from haiway_reference.tasks import this_task

__all__ = ("FailuresFirst",)


class FailuresFirst(ModuleAdapter):
    """The reference with other streams and merged streams."""

    name = "failures first"

    def __init__(self) -> None:
        super().__init__(haiway_reference)

    def stream(self, source: Any, /, *arguments: Any, **keywords: Any) -> Any:
        return _Stream((source(*arguments, **keywords),), required("A stream").tasks, ends=1)

    def stream_concurrently(self, source_a: Any, source_b: Any, /, exhaustive: bool = False) -> Any:
        here = current.get()
        scope = None if here is None else here.tasks
        return _Stream((source_a, source_b), scope, ends=2 if exhaustive else 1)


class _Stream(Stream[Any]):
    async def __anext__(self) -> Any:
        item, end = await self._next()
        if end is None:
            return item
        requests = this_task().cancelling()
        self._stop()
        cancelled = await self._tasks.wait()
        if cancelled is not None:
            if isinstance(end, StopAsyncIteration):
                self._held.append((None, end))
                raise cancelled
            deliver_again(requests)
        raise end
