"""Calling a handler for each element, a limited number at a time: `Calls` and the helpers."""

from asyncio import CancelledError, Task, get_running_loop
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable
from enum import Enum, auto
from typing import Any

from .bell import Bell, outlast
from .errors import cancelled_because_of, together
from .observe import log_error
from .place import own_context
from .source import Source


class Failures(Enum):
    """The way in which a failed call is handled."""

    RAISE = auto()
    LOG = auto()
    RETURN = auto()


class Calls:
    """A scheduler that reads an element when another call may begin, and calls the handler.

    It never waits. A callback for each element that was read, and for each call that ended, starts
    the next steps.
    """

    def __init__(
        self,
        source: AsyncIterable[Any] | Iterable[Any],
        handler: Callable[[Any], Awaitable[Any]],
        limit: int,
        failures: Failures,
    ) -> None:
        self._context = own_context()
        self._handler = handler
        self._limit = limit
        self._failures = failures
        self._bell = Bell()
        self._source = Source(source, self, self._context.copy())
        self._running: dict[Task[Any], int] = {}
        self._stopping = False
        self._first_failure: BaseException | None = None
        self._late: list[BaseException] = []  # failures while everything was being cancelled
        self.results: list[Any] = []

    async def run(self) -> None:
        self._source.pull()
        try:
            request = await outlast(self._bell, self._is_over, on_request=self._stop)
        finally:
            self._stop()
        failure, late = self._first_failure, self._late
        self._first_failure, self._late = None, []
        try:
            if request is not None:
                if failure is None and late:
                    failure = together("failures of a cancelled helper", late)
                raise request if failure is None else cancelled_because_of(request, failure)
            if failure is not None:
                raise failure
        finally:
            del failure, late, request

    def _is_over(self) -> bool:
        return self._source.is_over and not self._running

    def _stop(self) -> None:
        if not self._stopping:
            self._stopping = True
            self._source.stop()
            for call in list(self._running):
                call.cancel()

    def _fail(self, error: BaseException) -> None:
        if self._stopping:
            self._late.append(error)
        else:
            self._first_failure = error
            self._stop()

    # The listener of the source:

    def given(self, source: Source, element: Any) -> None:
        if self._stopping:
            return
        index = len(self.results)
        self.results.append(None)
        context = self._context.copy()
        call = get_running_loop().create_task(_call(self._handler, element), context=context)
        self._running[call] = index
        call.add_done_callback(self._call_ended, context=context)
        if len(self._running) < self._limit:
            source.pull()

    def exhausted(self, _source: Source) -> None:
        self._bell.ring()

    def failed(self, _source: Source, error: BaseException) -> None:
        self._fail(error)

    def over(self, _source: Source, trouble: BaseException | None) -> None:
        if trouble is not None:
            self._late.append(trouble)
        self._bell.ring()

    def _call_ended(self, call: Task[Any]) -> None:
        index = self._running.pop(call)
        try:
            result = call.result()
        except CancelledError as stopped:
            # Cancelled by itself, or by us. Neither ends the others.
            self.results[index] = stopped
        except BaseException as error:  # noqa: BLE001 - all failures are handled alike
            self._call_failed(index, error)
        else:
            self.results[index] = result
        if not self._stopping:
            self._source.pull()
        self._bell.ring()

    def _call_failed(self, index: int, error: BaseException) -> None:
        self.results[index] = error
        if isinstance(error, KeyboardInterrupt | SystemExit):
            self._fail(error)
            return
        if self._failures is Failures.LOG:
            log_error("a concurrent call failed, which is ignored", exception=error)
        if self._failures is Failures.RAISE or self._stopping:
            self._fail(error)


async def _call(handler: Callable[[Any], Awaitable[Any]], element: Any) -> Any:
    return await handler(element)


async def process_concurrently(
    source: AsyncIterable[Any] | Iterable[Any],
    /,
    handler: Callable[[Any], Awaitable[None]],
    *,
    concurrent_tasks: int = 2,
    ignore_exceptions: bool = False,
) -> None:
    """Call a handler for each element, at most `concurrent_tasks` at a time."""
    _check_limit(concurrent_tasks)
    failures = Failures.LOG if ignore_exceptions else Failures.RAISE
    await Calls(source, handler, concurrent_tasks, failures).run()


async def execute_concurrently(
    handler: Callable[[Any], Awaitable[Any]],
    /,
    elements: AsyncIterable[Any] | Iterable[Any],
    *,
    concurrent_tasks: int = 2,
    return_exceptions: bool = False,
) -> tuple[Any, ...]:
    """Call a handler for each element, and return the results in the order of the elements."""
    _check_limit(concurrent_tasks)
    failures = Failures.RETURN if return_exceptions else Failures.RAISE
    calls = Calls(elements, handler, concurrent_tasks, failures)
    await calls.run()
    return tuple(calls.results)


def _check_limit(limit: int) -> None:
    if limit < 1:
        raise ValueError(f"concurrent_tasks is {limit}, but at least one call has to run")
