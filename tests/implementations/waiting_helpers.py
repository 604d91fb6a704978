"""The reference with helpers whose caller reads, begins the calls, and waits for them.

They read one element ahead. When a call fails, the call for that element is begun and cancelled. A
call that cancels itself counts as ended, also without `ignore_exceptions`. If a cancellation meets
failures, the CancelledError leaves the helper.
"""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import AsyncIterable, Callable
from contextvars import Context
from typing import Any

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter
from haiway_reference import ctx
from haiway_reference.surroundings import own_context

NOTHING = object()


class WaitingHelpers(ModuleAdapter):
    """The reference with helpers that wait for their calls in the calling task."""

    name = "waiting helpers"

    def __init__(self) -> None:
        super().__init__(haiway_reference)
        self.process_concurrently = _process
        self.execute_concurrently = _execute


class EagerWaitingHelpers(WaitingHelpers):
    """The same with eager tasks."""

    name = "eager waiting helpers"
    task_factory = staticmethod(asyncio.eager_task_factory)


async def _process(
    source: Any, /, handler: Any, *, concurrent_tasks: int = 2, ignore_exceptions: bool = False
) -> None:
    def ignore(error: BaseException) -> None:
        ctx.log_error("ignored", exception=error)

    await _Calls(handler, concurrent_tasks, ignore if ignore_exceptions else None).run(source)


async def _execute(
    handler: Any, /, elements: Any, *, concurrent_tasks: int = 2, return_exceptions: bool = False
) -> list[Any]:
    calls = _Calls(handler, concurrent_tasks, (lambda _: None) if return_exceptions else None)
    calls.kept = []
    await calls.run(elements)
    return [task.result() if (end := _end_of(task)) is None else end for task in calls.kept]


class _Calls:
    def __init__(
        self, handler: Any, limit: int, tolerate: Callable[[BaseException], None] | None
    ) -> None:
        if limit < 1:
            raise ValueError(f"{limit} calls at once do no work")
        self._handler, self._limit, self._tolerate = handler, limit, tolerate
        self._running: dict[Task[Any], None] = {}
        self._read: Task[Any] | None = None
        self._held: Any = NOTHING
        self._over = self._stopping = self._failed = False
        self._failures: list[BaseException] = []
        self.kept: list[Task[Any]] | None = None

    async def run(self, source: Any) -> None:
        asynchronous = isinstance(source, AsyncIterable)
        iterator: Any = aiter(source) if asynchronous else iter(source)
        context = own_context()  # the same for all reads
        asked: CancelledError | None = None
        while True:
            self._advance(iterator, context, asynchronous=asynchronous)
            waited = [*self._running, *([self._read] if self._read else [])]
            if not waited:
                break
            try:
                await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            except CancelledError as error:
                asked = asked or error
                self._stop()
        if self._stopping and (close := getattr(iterator, "aclose", None)):
            closing = asyncio.get_running_loop().create_task(_awaited(close), context=context)
            while not closing.done():
                try:
                    await asyncio.wait([closing])
                except CancelledError as error:
                    asked = asked or error
            self._failed_with(_end_of(closing))
        failures = self._failures[:1] if self._failed else self._failures
        if failures:
            failure = failures[0] if len(failures) == 1 else BaseExceptionGroup("calls", failures)
            if asked is None:
                raise failure
            raise asked from failure
        if asked is not None:
            raise asked

    def _advance(self, iterator: Any, context: Context, *, asynchronous: bool) -> None:
        """Begin all reads and calls that can begin now."""
        while not self._stopping:
            if self._held is not NOTHING:
                if len(self._running) == self._limit:
                    return
                element, self._held = self._held, NOTHING
                self._begin(element)
            elif self._over:
                return
            elif asynchronous:
                if self._read is None:
                    loop = asyncio.get_running_loop()
                    self._read = loop.create_task(_awaited(iterator.__anext__), context=context)
                    self._read.add_done_callback(self._was_read)
                return
            else:
                try:
                    self._held = next(iterator)
                except StopIteration:
                    self._over = True
                except BaseException as error:  # noqa: BLE001 - raised at the end
                    self._failed_with(error)

    def _begin(self, element: Any) -> None:
        loop = asyncio.get_running_loop()
        call = loop.create_task(_awaited(self._handler, element), context=own_context())
        self._running[call] = None
        if self.kept is not None:
            self.kept.append(call)
        call.add_done_callback(self._ended)

    def _ended(self, call: Task[Any]) -> None:
        del self._running[call]
        end = _end_of(call)
        if isinstance(end, Exception) and self._tolerate is not None and not self._stopping:
            self._tolerate(end)
        elif not isinstance(end, CancelledError):
            self._failed_with(end)

    def _was_read(self, read: Task[Any]) -> None:
        self._read = None
        end = _end_of(read)
        if end is None:
            self._held = read.result()
        elif isinstance(end, StopAsyncIteration):
            self._over = True
        else:
            self._failed_with(end)

    def _failed_with(self, error: BaseException | None) -> None:
        """Record a failure; the first one cancels everything, unless it was cancelled before."""
        if error is None or (self._stopping and isinstance(error, CancelledError)):
            return
        self._failures.append(error)
        if not self._stopping:
            self._failed = True
            if self._held is not NOTHING and len(self._running) < self._limit:
                self._begin(
                    self._held
                )  # an element that was read may begin if its call is cancelled
            self._stop()

    def _stop(self) -> None:
        if not self._stopping:
            self._stopping = True
            for each in [*self._running, *([self._read] if self._read else [])]:
                each.cancel()


async def _awaited(function: Any, *arguments: Any) -> Any:
    return await function(*arguments)


def _end_of(task: Task[Any]) -> BaseException | None:
    try:
        return task.exception()
    except CancelledError as error:
        return error
