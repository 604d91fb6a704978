"""The suspensions of a task, at which it can be cancelled from outside: `Suspensions`.

A request to cancel from outside (a signal, a server that shuts down, another thread) can arrive
whenever the task is suspended. Each suspension has two moments of a different kind. While the task
waits, what it waits for is cancelled. When that is over, and the task will continue in this very
iteration of the loop, there is nothing left to cancel: asyncio has to remember the request, and the
caller of `cancel()` may believe that it was too late. In that gap requests get lost.
"""

from asyncio import Future
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextvars import Context
from dataclasses import dataclass
from typing import Any, Literal, cast

from haiway_conformance.simulated_loop.loop import SimulatedLoop

__all__ = ("Moment", "Suspensions")

type Moment = Literal["waiting", "woken"]
"""A moment of a suspension: as soon as the task waits, before anything else can happen; or when
what it waited for is over, just before it continues."""


@dataclass(frozen=True, slots=True)
class _Injection:
    """A cancellation that is to be injected.

    Attributes:
        suspension: The suspension at which it comes, counted from 1.
        moment: The moment of that suspension.
        cancel: Makes the request.
    """

    suspension: int
    moment: Moment
    cancel: Callable[[], object]


class Suspensions:
    """Counts the suspensions of one task, and injects cancellations at chosen moments.

    A cancellation comes in a callback of its own, like one that another thread makes by
    `call_soon_threadsafe`. At the moment *woken* it comes right before the callback that wakes the
    task, because it waits for the same future, and has done so for longer.

    Args:
        loop: The loop.

    Source: CPython documents that callbacks of a future are called in the order in which they were
        added (`asyncio.Future.add_done_callback`).
    """

    def __init__(self, loop: SimulatedLoop) -> None:
        self._loop = loop
        self._injections: list[_Injection] = []
        self._count = 0
        self._suspended = False
        self._closed = False

    @property
    def count(self) -> int:
        """How often the task was suspended so far."""
        return self._count

    def inject(self, cancel: Callable[[], object], moment: Moment, suspension: int = 1) -> None:
        """Have a request to cancel made at a suspension of the task, if the task gets there.

        Args:
            cancel: Makes the request.
            moment: The moment of the suspension.
            suspension: 1 is the present suspension if the task is suspended, else its next one.
        """
        at = self._count + suspension - self._suspended
        if self._suspended and suspension == 1 and moment == "waiting":
            self._soon(cancel)
        else:
            self._injections.append(_Injection(at, moment, cancel))

    def close(self) -> None:
        """Make no more requests: the task's part in the program is over."""
        self._closed = True
        self._injections.clear()

    async def track(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine, counting its suspensions as those of the task.

        Args:
            coroutine: What the task does.

        Returns:
            What the coroutine returns.

        Raises:
            BaseException: Whatever the coroutine raises.
        """
        try:
            return await _Tracked(coroutine, self)
        finally:
            self.close()

    def suspends(self, awaited: object) -> None:
        """Note that the task suspends now.

        Args:
            awaited: The future for which it waits; None if it continues in the next iteration.
        """
        self._count += 1
        self._suspended = True
        count = self._count
        if self._closed:
            return
        for each in self._due(count, "waiting"):
            self._soon(each.cancel)
        if isinstance(awaited, Future):
            future = cast("Future[Any]", awaited)
            future.add_done_callback(lambda _: self._woken(count), context=Context())
        elif awaited is None:
            self._soon(lambda: self._woken(count))

    def continues(self) -> None:
        """Note that the task continues."""
        self._suspended = False

    def _woken(self, count: int) -> None:
        for each in self._due(count, "woken"):
            self._request(each.cancel)

    def _due(self, count: int, moment: Moment) -> list[_Injection]:
        due = [
            each for each in self._injections if (each.suspension, each.moment) == (count, moment)
        ]
        self._injections = [each for each in self._injections if each not in due]
        return due

    def _soon(self, cancel: Callable[[], object]) -> None:
        # In an empty context: code outside the program has none of its variables.
        self._loop.call_soon(lambda: self._request(cancel), context=Context())

    def _request(self, cancel: Callable[[], object]) -> None:
        if not self._closed:
            cancel()


class _Tracked(Awaitable[Any]):
    """A coroutine that reports each suspension, including those of all that it awaits."""

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
                error = None  # so that its traceback makes no reference cycle
            suspensions.suspends(awaited)
            try:
                yield awaited
            except GeneratorExit:
                coroutine.close()
                raise
            except BaseException as thrown:  # noqa: BLE001 - passed on to the coroutine
                error = thrown
            suspensions.continues()
