"""The reference with helpers made of a fixed pool of workers.

A worker takes one element after the other, and runs the handler in its own task, each step in a
copy of its context. So a handler that cancels the current task cancels its worker, and what one
call sets is not seen by the next.
"""

import asyncio
import types
from collections.abc import AsyncIterable, AsyncIterator, Callable, Coroutine, Generator
from contextvars import Context, copy_context
from dataclasses import replace
from functools import partial
from typing import Any

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter
from haiway_reference import ctx
from haiway_reference.surroundings import current

type Work = Callable[[int, Any], Coroutine[Any, Any, None]]


class WorkerPool(ModuleAdapter):
    """The reference with helpers made of workers."""

    name = "worker pool"

    def __init__(self) -> None:
        super().__init__(haiway_reference)
        self.process_concurrently = _process
        self.execute_concurrently = _execute


async def _process(
    source: Any, /, handler: Any, *, concurrent_tasks: int = 2, ignore_exceptions: bool = False
) -> None:
    async def work(_: int, element: Any) -> None:
        try:
            await handler(element)
        except Exception as error:
            if not ignore_exceptions:
                raise
            ctx.log_error("ignored", exception=error)

    await _Pool(work, concurrent_tasks, tolerant=ignore_exceptions).run(source)


async def _execute(
    handler: Any, /, elements: Any, *, concurrent_tasks: int = 2, return_exceptions: bool = False
) -> tuple[Any, ...]:
    results: dict[int, Any] = {}

    async def work(index: int, element: Any) -> None:
        try:
            results[index] = await handler(element)
        except asyncio.CancelledError as error:
            results[index] = error
            raise
        except Exception as error:
            if not return_exceptions:
                raise
            results[index] = error

    await _Pool(work, concurrent_tasks, tolerant=return_exceptions).run(elements)
    return tuple(results[index] for index in sorted(results))


class _Pool:
    def __init__(self, work: Work, limit: int, *, tolerant: bool) -> None:
        if limit < 1:
            raise ValueError(f"a pool of {limit} workers does no work")
        self._work, self._limit, self._tolerant = work, limit, tolerant
        self._turn = asyncio.Lock()
        self._read = 0
        self._over = self._stopping = False
        self._failure: BaseException | None = None
        self._workers: list[asyncio.Task[None]] = []
        self._surroundings = current.get()

    async def run(self, source: Any) -> None:
        iterator = _iterator(source)
        for _ in range(self._limit):
            context = copy_context()
            worker = self._worker(iterator)
            self._workers.append(context.run(asyncio.get_running_loop().create_task, worker))
        pending = set(self._workers)
        asked: asyncio.CancelledError | None = None
        while pending:
            try:
                _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            except asyncio.CancelledError as error:
                asked = asked or error
                self._stop()
            pending = {each for each in pending if not each.done()}
        if self._stopping and (close := getattr(source, "aclose", None)):
            try:
                await close()
            except asyncio.CancelledError as error:
                asked = asked or error
            except Exception:  # noqa: BLE001 - must not replace the failure
                pass
        if self._failure is not None:
            if asked is not None:
                raise asked from self._failure
            raise self._failure
        if asked is not None:
            raise asked

    def _stop(self) -> None:
        if not self._stopping:
            self._stopping = True
            for worker in self._workers:
                worker.cancel()

    async def _worker(self, iterator: AsyncIterator[Any]) -> None:
        try:
            while not self._stopping:
                async with self._turn:
                    if self._over:
                        return
                    try:
                        element = await anext(iterator)
                    except StopAsyncIteration:
                        self._over = True
                        return
                    index, self._read = self._read, self._read + 1
                if self._stopping:
                    return
                await self._one(index, element)
        except asyncio.CancelledError as error:
            if not self._stopping:
                self._fail(error)
        except BaseException as error:  # noqa: BLE001 - raised by `run`
            self._fail(error)

    async def _one(self, index: int, element: Any) -> None:
        context = copy_context()
        if self._surroundings is not None:
            context.run(current.set, replace(self._surroundings, variables={}))
        try:
            await _in_context(context, self._work(index, element))
        except asyncio.CancelledError:
            if self._stopping or not self._tolerant:
                raise
        finally:
            self._forget_requests()

    def _forget_requests(self) -> None:
        """Requests that a handler made to its own task are over with the call."""
        task = asyncio.current_task()
        while task is not None and not self._stopping and task.cancelling():
            task.uncancel()

    def _fail(self, error: BaseException) -> None:
        if self._failure is None and not (
            self._stopping and isinstance(error, asyncio.CancelledError)
        ):
            self._failure = error
        self._stop()


@types.coroutine
def _in_context(context: Context, work: Coroutine[Any, Any, None]) -> Generator[Any, Any, None]:
    """Run each step of a coroutine in a context."""
    step: Callable[[], Any] = partial(work.send, None)
    while True:
        try:
            awaited = context.run(step)
        except StopIteration:
            return
        try:
            sent = yield awaited
        except BaseException as error:  # noqa: BLE001 - what is thrown in belongs to the coroutine
            step = partial(work.throw, error)
        else:
            step = partial(work.send, sent)


def _iterator(source: Any) -> AsyncIterator[Any]:
    if isinstance(source, AsyncIterable):
        return aiter(source)
    return _asynchronous(iter(source))


async def _asynchronous(source: Any) -> AsyncIterator[Any]:
    for each in source:
        yield each
