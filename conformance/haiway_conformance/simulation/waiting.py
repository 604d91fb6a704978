"""Who waits for what in a program that hangs, and which locks are held: `Locks`, `waiting`."""

import asyncio
import inspect
from asyncio import Task
from asyncio.events import Handle
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any, cast
from weakref import WeakKeyDictionary

from haiway_conformance.simulated_loop import SimulatedLoop
from haiway_conformance.simulated_loop.cleaning import unfinished
from haiway_conformance.simulation.places import Place, frames_of, place_in, place_of

__all__ = ("Locks", "waiting")

type Held = asyncio.Lock | asyncio.Semaphore


class Locks:
    """Knows who holds asyncio's locks and semaphores, while its `watched` lasts.

    asyncio's own locks do not say who holds them.
    """

    def __init__(self) -> None:
        self._holders: WeakKeyDictionary[Held, list[tuple[Task[Any], Place | None]]] = (
            WeakKeyDictionary()
        )

    @contextmanager
    def watched(self) -> Generator[None]:
        """Watch what is acquired and released; a context manager."""
        kinds: tuple[Any, ...] = (asyncio.Lock, asyncio.Semaphore)
        before = [(kind, kind.acquire, kind.release) for kind in kinds]
        for kind, acquire, release in before:
            kind.acquire = self._acquiring(acquire)
            kind.release = self._releasing(release)
        try:
            yield
        finally:
            for kind, acquire, release in before:
                kind.acquire, kind.release = acquire, release

    def holders(self, lock: object) -> list[tuple[Task[Any], Place | None]]:
        """Return the tasks that hold a lock, and where they acquired it.

        Args:
            lock: The lock.
        """
        return self._holders.get(cast("Any", lock), [])

    def _acquiring(self, acquire: Callable[..., Any]) -> Callable[..., Any]:
        async def acquiring(lock: Held) -> bool:
            await acquire(lock)
            task = asyncio.current_task()
            if task is not None:
                place = place_in(_running())
                self._holders.setdefault(lock, []).append((task, place))
            return True

        return acquiring

    def _releasing(self, release: Callable[..., Any]) -> Callable[..., Any]:
        def releasing(lock: Held) -> None:
            release(lock)
            holders = self._holders.get(lock, [])
            task = asyncio.current_task()
            # Whoever releases it; a semaphore may be released by another task.
            mine = next((each for each in holders if each[0] is task), None)
            if mine is not None:
                holders.remove(mine)
            elif holders:
                holders.pop(0)

        return releasing


def waiting(loop: SimulatedLoop, locks: Locks, name: Callable[[Task[Any]], str]) -> list[str]:
    """Say for each task that has not ended what it waits for.

    Args:
        loop: The loop of a program that hangs.
        locks: Knows who holds the locks.
        name: Returns the name of a task.

    Returns:
        A sentence for each task, without a full stop.
    """
    return [
        f"{name(task)}{_at(place)} waits{_for(task, locks, name)}"
        for task in unfinished(loop)
        for place in [place_of(task)]
    ]


def _at(place: Place | None) -> str:
    if place is None:
        return ""
    return f", at {place.where} ({place.code})," if place.code else f", at {place.where},"


def _for(task: Task[Any], locks: Locks, name: Callable[[Task[Any]], str]) -> str:
    awaited = getattr(task, "_fut_waiter", None)
    if isinstance(awaited, Task):
        return f" for {name(cast('Task[Any]', awaited))}"
    for frame in reversed(list(frames_of(task.get_coro()))):
        owner = frame.f_locals.get("self", frame.f_locals.get("lock"))
        if isinstance(owner, asyncio.Lock | asyncio.Semaphore):
            held = [
                f"{name(holder)} holds" + (f" since {place.file}:{place.line}" if place else "")
                for holder, place in locks.holders(owner)
            ]
            kind = type(owner).__name__
            return f" for a {kind} that {' and '.join(held)}" if held else f" for a {kind}"
        if isinstance(owner, asyncio.Event | asyncio.Condition | asyncio.Queue | asyncio.Barrier):
            return f" for a {type(cast('Any', owner)).__name__}"
    return ""


def _running() -> list[FrameType]:
    """Return the frames of the task that runs, the outermost first."""
    found: list[FrameType] = []
    frame = inspect.currentframe()
    while frame is not None and frame.f_code is not Handle._run.__code__:  # noqa: SLF001
        found.append(frame)
        frame = frame.f_back
    return found[::-1]
