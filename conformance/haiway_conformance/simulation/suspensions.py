"""The suspensions of a task, at which somebody outside may ask it to stop: `Suspensions`.

A request from outside (a signal, a server that shuts down, another thread) can arrive whenever the
task is suspended. Two moments of each suspension are told apart. While the task waits, what it
waits for is cancelled. When that is over, and the task will go on in this very iteration of the
loop, there is nothing left to be cancelled: asyncio has to remember the request, and whoever called
`cancel()` may believe that it was too late. In that gap requests get lost.
"""

from asyncio import Future
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextvars import Context
from dataclasses import dataclass
from typing import Any, Literal, cast

from haiway_conformance.simulation.loop import SimulatedLoop

__all__ = ("Moment", "Suspensions")

type Moment = Literal["waiting", "woken"]
"""When in a suspension: as soon as the task waits, before anything else can happen; or when what it
waited for is over, just before it goes on."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request that is to come.

    Attributes:
        suspension: At which suspension, counted from 1.
        moment: At which moment of it.
        stop: Makes the request.
    """

    suspension: int
    moment: Moment
    stop: Callable[[], object]


class Suspensions:
    """Counts the suspensions of one task, and makes requests at the moments that were named.

    A request is a callback of its own, as one is that `call_soon_threadsafe` brings in from
    another thread; at the moment *woken* it comes right before the callback that wakes the task,
    because it waits for the same future, and did so first.

    Args:
        loop: The loop.

    Source: CPython documents that callbacks of a future are called in the order in which they were
        added (`asyncio.Future.add_done_callback`).
    """

    def __init__(self, loop: SimulatedLoop) -> None:
        self._loop = loop
        self._asked: list[_Asked] = []
        self._count = 0
        self._suspended = False
        self._closed = False

    def ask(self, stop: Callable[[], object], moment: Moment, suspension: int = 1) -> None:
        """Have a request made at a suspension of the task, if it comes to that.

        Args:
            stop: Makes the request.
            moment: At which moment.
            suspension: At which suspension: 1 is the present one, if the task is suspended, or else
                its next one.
        """
        at = self._count + suspension - self._suspended
        if self._suspended and suspension == 1 and moment == "waiting":
            self._soon(stop)
        else:
            self._asked.append(_Asked(at, moment, stop))

    def close(self) -> None:
        """Make no more requests: the task's part in the program is over."""
        self._closed = True
        self._asked.clear()

    async def watch(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Carry out a coroutine, whose suspensions are those of the task from now on.

        Args:
            coroutine: What the task does.

        Returns:
            What the coroutine returns.

        Raises:
            BaseException: Whatever the coroutine raises.
        """
        try:
            return await _Watched(coroutine, self)
        finally:
            self.close()

    def suspends(self, awaited: object) -> None:
        """Note that the task suspends now.

        Args:
            awaited: What it waits for: a future, or None if it goes on in the next iteration.
        """
        self._count += 1
        self._suspended = True
        count = self._count
        if self._closed:
            return
        for each in self._due(count, "waiting"):
            self._soon(each.stop)
        if isinstance(awaited, Future):
            future = cast("Future[Any]", awaited)
            future.add_done_callback(lambda _: self._woken(count), context=Context())
        elif awaited is None:
            self._soon(lambda: self._woken(count))

    def goes_on(self) -> None:
        """Note that the task goes on."""
        self._suspended = False

    def _woken(self, count: int) -> None:
        for each in self._due(count, "woken"):
            self._make(each.stop)

    def _due(self, count: int, moment: Moment) -> list[_Asked]:
        due = [each for each in self._asked if (each.suspension, each.moment) == (count, moment)]
        self._asked = [each for each in self._asked if each not in due]
        return due

    def _soon(self, stop: Callable[[], object]) -> None:
        # In an empty context: whoever is outside knows nothing of the program's.
        self._loop.call_soon(lambda: self._make(stop), context=Context())

    def _make(self, stop: Callable[[], object]) -> None:
        if not self._closed:
            stop()


class _Watched(Awaitable[Any]):
    """A coroutine that tells of each suspension, in all that it awaits."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], suspensions: Suspensions) -> None:
        self._coroutine = coroutine
        self._suspensions = suspensions

    def __await__(self) -> Generator[Any, Any, Any]:
        coroutine, suspensions = self._coroutine, self._suspensions
        error: BaseException | None = None
        while True:
            try:
                awaited = coroutine.send(None) if error is None else coroutine.throw(error)
            except StopIteration as ended:
                return ended.value
            finally:
                error = None  # no cycle through its traceback
            suspensions.suspends(awaited)
            try:
                yield awaited
            except GeneratorExit:
                coroutine.close()
                raise
            except BaseException as thrown:  # noqa: BLE001 - passed on to the coroutine
                error = thrown
            suspensions.goes_on()
