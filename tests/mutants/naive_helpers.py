"""Helpers as they are often written: each looks right, and breaks a clause.

All are the reference with other `process_concurrently` and `execute_concurrently`.
"""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable, Coroutine
from typing import Any

import haiway_reference
from haiway_conformance.adapter import ModuleAdapter

type Handler = Callable[[Any], Coroutine[Any, Any, Any]]


async def _read(source: Any) -> AsyncIterator[Any]:
    if isinstance(source, AsyncIterable):
        async for element in source:
            yield element
    else:
        for element in source:
            yield element


class _Naive(ModuleAdapter):
    """The reference with both helpers made of one function."""

    def __init__(self) -> None:
        super().__init__(haiway_reference)
        self.process_concurrently = self._process
        self.execute_concurrently = self._execute

    async def _process(
        self, source: Any, /, handler: Handler, *, concurrent_tasks: int = 2, **more: bool
    ) -> None:
        await self.each(handler, source, concurrent_tasks, more.get("ignore_exceptions", False))

    async def _execute(
        self, handler: Handler, /, elements: Any, *, concurrent_tasks: int = 2, **more: bool
    ) -> list[Any]:
        return await self.each(
            handler, elements, concurrent_tasks, more.get("return_exceptions", False)
        )

    async def each(
        self, handler: Handler, source: Any, limit: int, tolerant: bool
    ) -> list[Any]:  # fmt: skip
        raise NotImplementedError


class GatherOfAll(_Naive):
    """Calls the handler for all elements at once."""

    async def each(self, handler, source, limit, tolerant):
        calls = [handler(element) async for element in _read(source)]
        return await asyncio.gather(*calls, return_exceptions=tolerant)


class TaskForEach(_Naive):
    """Creates a task for each element at once; a semaphore limits how many work."""

    async def each(self, handler, source, limit, tolerant):
        semaphore = asyncio.Semaphore(limit)

        async def call(element):
            async with semaphore:
                return await handler(element)

        tasks = [asyncio.create_task(call(element)) async for element in _read(source)]
        try:
            return await asyncio.gather(*tasks, return_exceptions=tolerant)
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            raise


class AwaitsTheLast(_Naive):
    """Creates a task for each element, and waits for the last one."""

    async def each(self, handler, source, limit, tolerant):
        tasks = [asyncio.create_task(handler(element)) async for element in _read(source)]
        if tasks:
            await asyncio.wait(tasks[-1:])
        done = [task for task in tasks if task.done()]
        return [task.exception() or task.result() for task in done]


class Batches(_Naive):
    """Fills the limit, and waits for all of these calls before it begins more."""

    async def each(self, handler, source, limit, tolerant):
        results, batch = [], []

        async def flush():
            tasks = [asyncio.create_task(handler(element)) for element in batch]
            batch.clear()
            try:
                results.extend(await asyncio.gather(*tasks, return_exceptions=tolerant))
            except BaseException:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                raise

        async for element in _read(source):
            batch.append(element)
            if len(batch) == limit:
                await flush()
        await flush()
        return results


class Groups(_Naive):
    """Uses a TaskGroup, so failures are raised in an ExceptionGroup."""

    async def each(self, handler, source, limit, tolerant):
        semaphore = asyncio.Semaphore(limit)
        tasks = []

        async def call(element):
            try:
                return await handler(element)
            except Exception as error:
                if not tolerant:
                    raise
                return error
            finally:
                semaphore.release()

        async with asyncio.TaskGroup() as group:
            async for element in _read(source):
                await semaphore.acquire()
                tasks.append(group.create_task(call(element)))
        return [task.result() for task in tasks]


class _Waiting(_Naive):
    """Waits for the first call to complete when the limit is reached: nearly right."""

    async def each(self, handler, source, limit, tolerant):
        tasks, running = [], set()

        def look(done):
            for task in done:
                if not tolerant and task.exception() is not None:
                    raise task.exception()

        try:
            async for element in _read(source):
                running.add(task := asyncio.create_task(handler(element)))
                tasks.append(task)
                while len(running) >= self.places(limit):
                    done, running = await self.wait(running)
                    look(done)
            while running:
                done, running = await self.wait(running)
                look(done)
        except BaseException:
            await self.stop(running)
            raise
        return self.results(tasks, tolerant)

    def places(self, limit):
        return limit

    async def wait(self, running):
        return await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)

    async def stop(self, running):
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def results(self, tasks, tolerant):
        return [task.exception() or task.result() for task in tasks]


class OnlyCancels(_Waiting):
    """Cancels running calls without waiting for them."""

    async def stop(self, running):
        for task in running:
            task.cancel()


class OnlyAwaits(_Waiting):
    """Waits for running calls without cancelling them."""

    async def stop(self, running):
        await asyncio.gather(*running, return_exceptions=True)


class OneTooMany(_Waiting):
    """Allows one call more than the limit."""

    def places(self, limit):
        return limit + 1


class OneTooFew(_Waiting):
    """Allows one call less than the limit."""

    def places(self, limit):
        return max(1, limit - 1)


class OneMoreAfterTwoEndings(_Waiting):
    """Keeps the limit, except after two calls that end in the same iteration of the loop."""

    extra = 0

    async def each(self, handler, source, limit, tolerant):
        self.extra = 0
        return await super().each(handler, source, limit, tolerant)

    async def wait(self, running):
        done, pending = await super().wait(running)
        self.extra = len(done) > 1
        return done, pending

    def places(self, limit):
        return limit + self.extra


class ReadsAllFirst(_Waiting):
    """Reads the whole source before it begins a call."""

    async def each(self, handler, source, limit, tolerant):
        elements = [element async for element in _read(source)]
        return await super().each(handler, elements, limit, tolerant)


class LooksBetweenElements(_Waiting):
    """Notices a failure only when the source yields its next element: `_Waiting` as it is."""


class FalseResultsAreLost(_Waiting):
    """Replaces results that are false by None."""

    def results(self, tasks, tolerant):
        return [task.exception() or task.result() or None for task in tasks]


class InOrderOfEnding(_Waiting):
    """Returns results in the order in which calls end."""

    async def each(self, handler, source, limit, tolerant):
        results = []

        async def call(element):
            try:
                results.append(await handler(element))
            except Exception as error:
                if not tolerant:
                    raise
                results.append(error)

        await super().each(call, source, limit, tolerant)
        return results


class KeyedByElement(_Waiting):
    """Keeps results in a dict by element: equal elements are one, and lists cannot be hashed."""

    async def each(self, handler, source, limit, tolerant):
        elements = [element async for element in _read(source)]
        results = {}

        async def call(element):
            results[element] = await handler(element)

        await super().each(call, dict.fromkeys(elements), limit, tolerant)
        return [results[element] for element in elements]


class CancellationIsSwallowed(_Waiting):
    """Catches CancelledError, cleans up, and returns normally."""

    async def each(self, handler, source, limit, tolerant):
        try:
            return await super().each(handler, source, limit, tolerant)
        except asyncio.CancelledError:
            return []
