"""Calls of a handler, a limited number at a time: the engine of the helpers.

One task, the *reader*, goes through the source and begins the calls, each in a task of its own.
The caller of the helper only waits for all of them. So a failure or a request to cancel is noticed
at once, whatever the source is doing, and the source is read by one task from its first element to
its clean-up.

The tasks belong to the helper and not to the scope: what they raise leaves through the helper only
(`process/failure-stays-inside`), inside a scope as well as outside of any (`process/no-scope`). All
that is said of `process` here goes for `execute`.
"""

from asyncio import CancelledError, Task
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable
from typing import Any

from .failures import deliver_again
from .streams import close
from .surroundings import own_context
from .tasks import Tasks, this_task

__all__ = ["Calls"]


class Calls[Element, Result]:
    """The calls of one helper."""

    _reader: Task[None] | None  # since it runs

    def __init__(
        self,
        handler: Callable[[Element], Awaitable[Result]],
        limit: int,
        *,
        begun: Callable[[Task[Result]], object] | None = None,
        tolerates: Callable[[BaseException], bool] | None = None,
    ) -> None:
        """Begin with none.

        Args:
            handler: What is called, once for each element.
            limit: How many calls may be unfinished at once.
            begun: Told of each call, in order.
            tolerates: Tells of a call's failure whether to go on; by default none is tolerated.

        Raises:
            ValueError: The limit is below 1 (`process/invalid-limit`).
        """
        if limit < 1:
            raise ValueError(f"concurrent_tasks is {limit!r}, and must be at least 1")
        self._handler = handler
        self._limit = limit
        self._begun = begun
        self._tolerates = tolerates
        self._context = own_context()
        self._tasks = Tasks(self._ended)
        self._unfinished = 0
        self._failure: BaseException | None = None  # the first

    async def run(self, source: AsyncIterable[Element] | Iterable[Element]) -> None:
        """Call the handler for each element, and return when all calls have ended.

        Raises:
            BaseException: The first failure, of a call or of the source, itself; after all else has
                been cancelled and has ended (`process/first-failure`, `process/source-failure`). It
                wins over a request to cancel, which stays pending (`cancellation/simultaneous`):
                in the chain of a CancelledError it would be gone with the task that it ends.
            asyncio.CancelledError: The caller was cancelled, and all has ended
                (`process/caller-cancelled`).
        """
        requests_before = this_task().cancelling()
        self._reader = self._tasks.start(self._read(source), self._context)
        cancelled = await self._tasks.wait()
        try:
            if self._failure is not None:
                if cancelled is not None:
                    deliver_again(requests_before)
                raise self._failure
            if cancelled is not None:
                raise cancelled
        finally:
            # Tracebacks refer to this frame: no cycles.
            self._failure = self._reader = None
            del cancelled

    async def _read(self, source: AsyncIterable[Element] | Iterable[Element]) -> None:
        """Read the source, no further than there are places (`process/lazy`)."""
        if not isinstance(source, AsyncIterable):
            for element in source:
                await self._begin(element)
            return
        iterator = aiter(source)
        try:
            while True:
                await self._begin(await anext(iterator))
        except StopAsyncIteration:
            pass
        except CancelledError:  # ended early: process/source-closed
            await close(iterator)
            raise

    async def _begin(self, element: Element) -> None:
        """Begin a call, and wait until there is a place for another (`process/refills`)."""
        if self._tasks.stopped:
            raise CancelledError("the source went on after it was asked to stop")
        self._unfinished += 1
        call = self._tasks.start(self._call(element), self._context)
        if self._begun is not None:
            self._begun(call)
        while self._unfinished >= self._limit:
            await self._tasks.one_ended()

    async def _call(self, element: Element) -> Result:
        return await self._handler(element)

    def _ended(self, task: Task[Any], failure: BaseException | None) -> None:
        """Stop everything at the first failure, a cancellation of its own accord included."""
        self._unfinished -= 1  # with the reader too, after which none begins
        if failure is None or (self._tasks.stopped and isinstance(failure, CancelledError)):
            return
        if (
            self._tolerates is not None
            and task is not self._reader
            and self._context.run(self._tolerates, failure)
        ):
            return
        if self._failure is None:
            self._failure = failure
        self._tasks.stop()
