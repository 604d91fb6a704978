"""Calls of a handler, a limited number at a time: the engine of two helpers.

One task, the *reader*, goes through the source and begins the calls, each in a task of its own.
The caller of the helper only waits for all of them. So a failure or a cancellation is noticed at
once, even while the source is silent, and one task reads the source from its first element to its
clean-up.

The tasks belong to the helper, not to the current scope. So a failure leaves through the helper
only (`process/failure-stays-inside`, `execute/failure-stays-inside`), and no scope is needed
(`process/no-scope`, `execute/no-scope`).
"""

from asyncio import CancelledError, Task
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable

from .failures import deliver_again
from .frames import clears_frame
from .streams import close
from .surroundings import own_context
from .tasks import Tasks, this_task

__all__ = ["Calls"]


class Calls[Element, Result]:
    """The calls of one helper."""

    def __init__(
        self,
        handler: Callable[[Element], Awaitable[Result]],
        limit: int,
        *,
        begun: Callable[[Task[Result]], object] | None = None,
        tolerates: Callable[[BaseException], bool] | None = None,
    ) -> None:
        """Begin with no calls.

        Args:
            handler: Called once for each element.
            limit: How many calls may be unfinished at once.
            begun: Called with the task of each call, in the order of the elements.
            tolerates: Called with the exception that ended a call; returns True if the helper is to
                go on. By default no exception is tolerated.

        Raises:
            ValueError: The limit is below 1.
        """
        # process/invalid-limit, execute/invalid-limit: before the source is touched, and not by
        # `assert`, which `python -O` drops.
        if limit < 1:
            raise ValueError(f"concurrent_tasks is {limit!r}, and must be at least 1")
        self._handler = handler
        self._limit = limit
        self._begun = begun
        self._tolerates = tolerates
        # process/handler-context, execute/handler-context: that of the helper's caller;
        # process/context-variables, execute/context-variables: with its context variables;
        # process/handler-isolation, execute/handler-isolation: without its variables, and each call
        # gets a copy;
        # process/handler-tasks, execute/handler-tasks: the current scope is the caller's.
        self._context = own_context()
        self._tasks = Tasks()
        self._unfinished = 0
        self._failure: BaseException | None = None  # the first

    @clears_frame
    async def run(self, source: AsyncIterable[Element] | Iterable[Element]) -> None:
        """Call the handler for each element, and return when all calls have ended.

        process/awaits-calls, execute/awaits-calls: there is no other way out.

        Raises:
            BaseException: The first failure, of a call or of the source, after everything else was
                cancelled and has ended.
            asyncio.CancelledError: The caller was cancelled, and everything has ended.
        """
        requests_before = this_task().cancelling()
        self._tasks.start(self._read(source), self._context, self._source_ended)
        cancelled = await self._tasks.wait()
        if self._failure is not None:
            # cancellation/simultaneous: the failure wins, and the request comes after it.
            if cancelled is not None:
                deliver_again(requests_before)
            # process/first-failure, execute/first-failure, process/source-failure,
            # execute/source-failure: that exception itself; process/failure-ends-calls,
            # execute/failure-ends-calls: when all has ended.
            failure, self._failure = self._failure, None  # hygiene/no-cycles: held no longer
            raise failure
        # process/caller-cancelled, execute/caller-cancelled: when all has ended, likewise.
        if cancelled is not None:
            raise cancelled

    @clears_frame
    async def _read(self, source: AsyncIterable[Element] | Iterable[Element]) -> None:
        """Begin a call for each element of the source.

        process/sources, execute/sources: nothing is asked of a source but its iterator;
        process/endless-sources, execute/endless-sources: and no other element than the next.
        process/lazy, execute/lazy: the next element is read when there is a place for its call.
        """
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
        except CancelledError:  # process/source-closed, execute/source-closed: ended early
            await close(iterator)
            raise

    @clears_frame
    async def _begin(self, element: Element) -> None:
        """Begin a call, and wait until there is a place for another one."""
        if self._tasks.stopped:
            raise CancelledError("the source went on after it was cancelled")
        self._unfinished += 1
        # process/each-once, execute/each-once: the one place where a call begins.
        call = self._tasks.start(self._call(element), self._context, self._call_ended)
        if self._begun is not None:
            self._begun(call)
        # process/at-most-limit, execute/at-most-limit: without a free place, no call begins;
        # process/reaches-limit, execute/reaches-limit: as long as there is one, the reader goes on;
        # process/refills, execute/refills: the end of any call frees one.
        while self._unfinished >= self._limit:
            await self._tasks.one_ended()

    @clears_frame
    async def _call(self, element: Element) -> Result:
        return await self._handler(element)

    def _source_ended(self, _task: Task[None], failure: BaseException | None) -> None:
        """Note the failure of the source, which is never tolerated.

        process/source-cancelled, execute/source-cancelled: CancelledError is one.
        """
        self._note(failure, None)

    def _call_ended(self, _task: Task[Result], failure: BaseException | None) -> None:
        """Free the place of a call, and note its failure.

        process/handler-cancelled, execute/handler-cancelled: a call that ends cancelled frees its
        place as well, and CancelledError is its failure; process/open-failures-end,
        execute/open-failures-end: and so does one that ends in any other way.
        """
        self._unfinished -= 1
        self._note(failure, self._tolerates)

    def _note(
        self, failure: BaseException | None, tolerates: Callable[[BaseException], bool] | None
    ) -> None:
        """Cancel everything at the first failure that is not tolerated.

        process/failure-noticed, execute/failure-noticed: as soon as the task has ended, whatever
        the reader waits for.
        """
        if failure is None or (self._tasks.stopped and isinstance(failure, CancelledError)):
            return
        if tolerates is not None and self._context.run(tolerates, failure):
            return
        if self._failure is None:
            self._failure = failure
        self._tasks.stop()
