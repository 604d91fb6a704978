"""A stream whose items are read by a task each: `PulledStream`."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from contextvars import Context
from typing import Any

__all__ = ("PulledStream",)


class PulledStream:
    """Reads an asynchronous generator, item by item as they are asked for, in a context of its own.

    What the generator raises while it is closed is dropped.

    Args:
        generator: The generator.
        context: Its context.
        when_over: Called with the stream when the generator has ended by itself.
    """

    def __init__(
        self,
        generator: AsyncGenerator[Any],
        context: Context,
        when_over: Callable[["PulledStream"], object] = lambda _: None,
    ) -> None:
        self._generator = generator
        self._context = context
        self._when_over = when_over
        self._pull: asyncio.Task[tuple[Any, BaseException | None]] | None = None
        self._asked = self._over = self._scope_over = False
        self._closing: asyncio.Task[None] | None = None

    def __aiter__(self) -> "PulledStream":
        """Return the stream itself."""
        return self

    async def __anext__(self) -> Any:
        """Return the next item. One that comes while its consumer is cancelled is kept."""
        if self._asked:
            raise RuntimeError("somebody waits for an item of this stream already")
        if self._scope_over:
            raise RuntimeError("the scope in which the stream was made has exited")
        if self._over:
            raise StopAsyncIteration
        if self._pull is None:
            self._pull = self._task(self._read())
        pull = self._pull
        self._asked = True
        try:
            if not pull.done():  # an eager one may be
                await asyncio.wait([pull])
        finally:
            self._asked = False
        if self._over:
            raise StopAsyncIteration
        self._pull = None
        item, error = pull.result()
        if error is None:
            return item
        self._over = True
        self._when_over(self)
        raise error

    async def aclose(self) -> None:
        """Close the generator."""
        self._over = True
        if self._closing is None:
            self._closing = self._task(self._close())
        await _patiently(self._closing)

    async def end_with_scope(self) -> None:
        """Close the generator, because the scope in which the stream was made exits."""
        self._scope_over = True
        await self.aclose()

    async def _read(self) -> tuple[Any, BaseException | None]:
        try:
            return await anext(self._generator), None
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - for the consumer
            return None, error

    async def _close(self) -> None:
        if self._pull is not None:
            self._pull.cancel()
            await asyncio.wait([self._pull])
        with suppress(Exception):  # nobody reads the stream any more
            await self._generator.aclose()

    def _task(self, work: Any) -> asyncio.Task[Any]:
        return asyncio.get_running_loop().create_task(work, context=self._context)


async def _patiently(task: "asyncio.Task[None]") -> None:
    """Wait until a task has ended; raise a cancellation that arrived meanwhile only then."""
    asked: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            asked = asked or error
    if asked is not None:
        raise asked
