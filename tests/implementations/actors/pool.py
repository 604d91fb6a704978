"""A pool: the actor behind a helper, which reads elements and runs calls."""

from asyncio import CancelledError, Future
from collections import deque
from collections.abc import Callable, Iterator
from contextvars import copy_context
from functools import partial
from typing import Any

from actors.errors import chain, grouped
from actors.reading import Reader, ReadingActor
from actors.tasks import pause_regardless, start, until_done
from actors.ways import Ways

__all__ = ("Pool",)


class Pool(ReadingActor):
    """The calls of a handler, one for each element.

    Args:
        ways: Which ways are gone.
        source: The elements.
        handler: The function that is called for each of them.
        limit: The number of calls that may be unfinished at the same time.
        tolerate: Called with the exception of a failed call, after which the pool goes on; None if
            the first failure ends the pool.
        keep: Called with the number of each element and the outcome of its call.
    """

    def __init__(
        self,
        ways: Ways,
        source: Any,
        handler: Callable[[Any], Any],
        limit: int,
        *,
        tolerate: Callable[[BaseException], object] | None,
        keep: Callable[[int, Any], object],
    ) -> None:
        super().__init__(ways)
        self._ways, self._source, self._handler = ways, source, handler
        self._limit, self._tolerate, self._keep = limit, tolerate, keep
        self._reader: Reader | None = None
        self._iterator: Iterator[Any] = iter(())
        self._waiting: deque[Any] = deque()  # elements that were read but not begun
        self._running: dict[Future[Any], int] = {}
        self._read = self._begun = self._ended = 0
        self._over = self._reading = self._requested = False
        self._failures: list[BaseException] = []  # at most one; dropped when it is raised

    async def carry_out(self) -> None:
        """Run in a task of its own, whose end the caller awaits even if cancelled."""
        task = start(self.run(), copy_context())
        requests = await until_done(task, partial(self.tell, self.interrupted), self._ways.poll)
        requests += await pause_regardless(self._ways.lag)
        if requests:
            if troubles := [*self._failures, *self._troubles]:
                alone = len(troubles) == 1
                chain(requests[0], troubles[0] if alone else grouped("cancelled calls", troubles))
            raise requests[0]
        if self._failures:
            raise self._failures.pop()
        if self._requested:
            raise CancelledError
        task.result()

    async def run(self) -> None:
        try:
            if hasattr(type(self._source), "__aiter__"):
                self._reader = self.begin_reading(self._source)
            else:
                self._iterator = iter(self._source)
        except BaseException as error:  # noqa: BLE001 - raised by `carry_out`
            self.on_failure(error)
        await super().run()

    def is_finished(self) -> bool:
        idle = not self._running and not self._readers
        return idle and (self._ending or (self._over and not self._waiting))

    def advance(self) -> None:
        if self._ending:
            return
        while self._waiting and len(self._running) < self._limit:
            self._call(self._waiting.popleft())
        most = self._limit - 1 if self._ways.on_demand else self._limit
        if self._over or self._reading or self._read - self._ended > most:
            return
        self._reading = True
        if self._reader is not None:
            self._reader.ask()
            return
        try:
            element = next(self._iterator)
        except StopIteration:
            self._over = True
        except BaseException as error:  # noqa: BLE001 - raised by `carry_out`
            self.tell(self.on_failure, error)
        else:
            self.tell(self._take, element)

    def on_element(self, reader: Reader, element: Any) -> None:
        self._take(element)

    def _take(self, element: Any) -> None:
        self._reading = False
        self._read += 1
        self._waiting.append(element)

    def on_end(self, reader: Reader) -> None:
        self._over = True

    def on_failure(self, error: BaseException) -> None:
        if self._requested:
            self._troubles.append(error)
        elif not self._failures:
            self._failures.append(error)
        self._end()

    def interrupted(self) -> None:
        self._requested = True
        if self._ending:
            self._cancel_calls()  # once more, since the caller was cancelled once more
        self._end()

    def _end(self) -> None:
        if not self._ending:
            self._ending = True
            self._cancel_calls()
            for reader in self._readers:
                reader.stop()

    def _cancel_calls(self) -> None:
        for task in self._running:
            task.cancel()

    def _call(self, element: Any) -> None:
        async def call() -> Any:
            return await self._handler(element)

        task = start(call(), self.fresh_context())
        self._running[task] = self._begun
        self._begun += 1
        task.add_done_callback(self._called)

    def _called(self, task: Future[Any]) -> None:
        error = _end_of(task)
        if error is None:
            self.tell(self._call_ended, task, task.result())
        elif self._is_failure(error):
            self.tell(self._call_failed, task, error)
        else:
            if self._tolerate is not None and not isinstance(error, CancelledError):
                self._tolerate(error)
                if self._ending:
                    self._troubles.append(error)
            self.tell(self._call_ended, task, error)

    def _is_failure(self, error: BaseException) -> bool:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            return True
        if self._tolerate is not None:
            return False
        if isinstance(error, CancelledError):
            return self._ways.cancelled_call_ends and not self._ending
        return True

    def _call_ended(self, task: Future[Any], result: Any) -> None:
        self._keep(self._running.pop(task), result)
        self._ended += 1

    def _call_failed(self, task: Future[Any], error: BaseException) -> None:
        del self._running[task]
        self.on_failure(error)


def _end_of(task: Future[Any]) -> BaseException | None:
    try:
        return task.exception()
    except CancelledError as error:
        return error
