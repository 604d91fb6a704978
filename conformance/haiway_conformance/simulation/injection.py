"""Cancellation from outside, at one suspension of one task: `Injection`, `Injector`."""

import asyncio
from collections.abc import Callable, Coroutine, Generator, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Final

from haiway_conformance.simulated_loop import Moment, SimulatedLoop, Suspensions
from haiway_conformance.simulation.names import name_of

__all__ = ("MOMENTS", "Injection", "Injector", "injections")

MOMENTS: Final[tuple[Moment, ...]] = ("waiting", "woken")


@dataclass(frozen=True, slots=True)
class Injection:
    """A request to cancel that comes from outside.

    Attributes:
        task: The number of the task among those that may be cancelled, in the order in which they
            begin.
        suspension: The number of its suspension, from 1.
        moment: The moment of that suspension.
    """

    task: int
    suspension: int
    moment: Moment

    @property
    def in_words(self) -> str:
        """The moment at which it comes, as a phrase."""
        when = "while it waits" if self.moment == "waiting" else "when it is woken"
        return f"at suspension {self.suspension} {when}"


class Injector:
    """Knows the tasks that may be cancelled from outside, and cancels one.

    Args:
        loop: The loop.
        pattern: The names of the tasks, as a pattern of `fnmatch`; empty for the main coroutine.
        injection: The request that is made; None for none.

    Attributes:
        made: The name of the task that was cancelled; empty if the request was not made.
        made_to: That task; None if the request was not made.
    """

    def __init__(self, loop: SimulatedLoop, pattern: str, injection: Injection | None) -> None:
        self.made = ""
        self.made_to: asyncio.Task[Any] | None = None
        self._loop = loop
        self._pattern = pattern
        self._injection = injection
        self._tracked: list[Suspensions] = []

    def main(self, coroutine: Coroutine[Any, Any, Any]) -> Coroutine[Any, Any, Any]:
        """Return the main coroutine, tracked if it may be cancelled.

        Args:
            coroutine: The main coroutine.
        """
        return coroutine if self._pattern else _Tracked(coroutine, self._suspensions_of)

    def tracked(self, coroutine: Any, name: str) -> Any:
        """Return what a new task runs: tracked, if the task has one of the names.

        Args:
            coroutine: What it would run.
            name: The name that it is to get; empty where that is not known yet.
        """
        function = getattr(coroutine, "__qualname__", "")

        # `asyncio.create_task` of Python 3.12 names a task only when it was made; and until then,
        # some loops have not told its name to an eager one, which begins while it is made.
        def suspensions(task: asyncio.Task[Any]) -> Suspensions | None:
            names = (name, task.get_name(), function, function.rpartition("<locals>.")[2])
            wanted = any(fnmatchcase(each, self._pattern) for each in names)
            return self._suspensions_of(task) if wanted else None

        return _Tracked(coroutine, suspensions)

    def counts(self) -> tuple[int, ...]:
        """Return how often each task was suspended."""
        return tuple(each.count for each in self._tracked)

    def _suspensions_of(self, task: asyncio.Task[Any]) -> Suspensions:
        suspensions = Suspensions(self._loop)
        self._tracked.append(suspensions)
        injection = self._injection
        if injection is not None and injection.task == len(self._tracked) - 1:

            def cancel() -> None:
                self.made, self.made_to = name_of(task), task
                task.cancel()

            suspensions.inject(cancel, injection.moment, injection.suspension)
        return suspensions


class _Tracked(Coroutine[Any, Any, Any]):
    """A coroutine whose suspensions may be counted.

    It is no coroutine function around the other one: that would complain of never being awaited
    when its task is cancelled before it begins.

    Args:
        coroutine: What it runs.
        begin: Called with its task at its first step, it returns what counts its suspensions; None
            if nothing does.
    """

    def __init__(
        self,
        coroutine: Coroutine[Any, Any, Any],
        begin: Callable[[asyncio.Task[Any]], Suspensions | None],
    ) -> None:
        self._coroutine = coroutine
        self._suspensions: Suspensions | None = None
        self._begin: Callable[[asyncio.Task[Any]], Suspensions | None] | None = begin
        self.__name__ = getattr(coroutine, "__name__", "?")
        self.__qualname__ = getattr(coroutine, "__qualname__", "?")

    @property
    def cr_await(self) -> Any:
        """The coroutine, as what this one awaits."""
        return self._coroutine

    def send(self, value: Any) -> Any:
        return self._step(self._coroutine.send, value)

    def throw(self, *error: Any) -> Any:
        return self._step(self._coroutine.throw, *error)

    def close(self) -> None:
        if self._suspensions is not None:
            self._suspensions.close()
        self._coroutine.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._coroutine.__await__()

    def _step(self, step: Callable[..., Any], *arguments: Any) -> Any:
        begin, self._begin = self._begin, None
        if begin is not None:
            task = asyncio.current_task()
            self._suspensions = begin(task) if task is not None else None
        elif self._suspensions is not None:
            self._suspensions.continues()
        if self._suspensions is None:
            return step(*arguments)
        try:
            awaited = step(*arguments)
        except BaseException:
            self._suspensions.close()
            raise
        self._suspensions.suspends(awaited)
        return awaited


def injections(counts: tuple[int, ...]) -> Iterator[Injection]:
    """Yield all requests that may come from outside.

    Args:
        counts: How often each task was suspended.
    """
    for task, count in enumerate(counts):
        for suspension in range(1, count + 1):
            for moment in MOMENTS:
                yield Injection(task, suspension, moment)
