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
        task: The number of the task among those that may be cancelled, in order of creation.
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
    """

    def __init__(self, loop: SimulatedLoop, pattern: str, injection: Injection | None) -> None:
        self.made = ""
        self._loop = loop
        self._pattern = pattern
        self._injection = injection
        self._tracked: list[Suspensions] = []

    def main(self, coroutine: Coroutine[Any, Any, Any]) -> Coroutine[Any, Any, Any]:
        """Return the main coroutine, tracked if it may be cancelled.

        Args:
            coroutine: The main coroutine.
        """
        return coroutine if self._pattern else self._track(coroutine)

    def tracked(self, coroutine: Any, name: str) -> Any:
        """Return what a new task runs: tracked, if the task may be cancelled.

        Args:
            coroutine: What it would run.
            name: The name that the program gives it; empty for none.
        """
        function = getattr(coroutine, "__qualname__", "")
        names = (name, function, function.rpartition("<locals>.")[2])
        if any(fnmatchcase(each, self._pattern) for each in names if each):
            return self._track(coroutine)
        return coroutine

    def counts(self) -> tuple[int, ...]:
        """Return how often each task was suspended."""
        return tuple(each.count for each in self._tracked)

    def _track(self, coroutine: Coroutine[Any, Any, Any]) -> Coroutine[Any, Any, Any]:
        suspensions = Suspensions(self._loop)
        self._tracked.append(suspensions)
        injection = self._injection
        if injection is None or injection.task != len(self._tracked) - 1:
            return _Tracked(coroutine, suspensions, lambda _: None)

        def begin(task: asyncio.Task[Any]) -> None:
            def cancel() -> None:
                self.made = name_of(task)
                task.cancel()

            suspensions.inject(cancel, injection.moment, injection.suspension)

        return _Tracked(coroutine, suspensions, begin)


class _Tracked(Coroutine[Any, Any, Any]):
    """A coroutine whose suspensions are counted.

    It is no coroutine function around the other one: that would complain of never being awaited
    when its task is cancelled before it begins.

    Args:
        coroutine: What it runs.
        suspensions: Counts them.
        begin: Called with its task at its first step.
    """

    def __init__(
        self,
        coroutine: Coroutine[Any, Any, Any],
        suspensions: Suspensions,
        begin: Callable[[asyncio.Task[Any]], None],
    ) -> None:
        self._coroutine = coroutine
        self._suspensions = suspensions
        self._begin: Callable[[asyncio.Task[Any]], None] | None = begin
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
        self._suspensions.close()
        self._coroutine.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._coroutine.__await__()

    def _step(self, step: Callable[..., Any], *arguments: Any) -> Any:
        if self._begin is not None:
            task = asyncio.current_task()
            if task is not None:
                self._begin(task)
            self._begin = None
        else:
            self._suspensions.continues()
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
