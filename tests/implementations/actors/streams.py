"""Streams: a generator runs in a task of the scope, and waits there until its item is taken."""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import Callable
from typing import Any

from actors.outlet import Outlet
from actors.supervisor import Supervisor
from actors.ways import Ways

__all__ = ("Stream",)


class Stream(Outlet):
    """A stream; `generator` creates its source."""

    def __init__(self, ways: Ways, supervisor: Supervisor, generator: Callable[[], Any]) -> None:
        super().__init__(ways)
        self._on_demand, self._generator = ways.on_demand, generator
        self._wanted = asyncio.Event()
        self._producer: Task[Any] | None = None
        self._handle = supervisor.spawn(self._produce, quiet=True)
        self._handle.add_done_callback(self.wake)

    def begin(self) -> None:
        self._wanted.set()

    def is_over(self) -> bool:
        return self._handle.done()

    async def aclose(self) -> None:
        if asyncio.current_task() is self._producer:
            raise RuntimeError("a generator cannot close the stream that runs it")
        await self.close(self._handle, self._handle.ask_to_stop)

    @property
    def _stopping(self) -> bool:
        return self._closing or self._handle.injected_tasks

    async def _produce(self) -> None:
        self._producer = asyncio.current_task()
        if self._on_demand:
            try:
                await self._wanted.wait()
            except CancelledError:
                return
        source: Any = None
        try:
            source = aiter(self._generator())
            while not self._stopping:
                try:
                    item = await anext(source)
                except StopAsyncIteration:
                    source = None
                    self.end(None)
                    return
                if not self._stopping:
                    await self.put(item)
        except BaseException as error:
            if not self._stopping:
                self.end(error)
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
        finally:
            await _close(source)
            self.wake()


async def _close(source: Any) -> None:
    if (close := getattr(source, "aclose", None)) is None:
        return
    try:
        await close()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - the stream has no consumer any more
        pass
