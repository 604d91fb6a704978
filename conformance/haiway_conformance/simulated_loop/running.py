"""Run one coroutine on a simulated loop and say how it ended: `run_simulated`, `run_to_end`."""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from contextvars import Context
from typing import Any

from haiway_conformance.simulated_loop.cleaning import clean_up, function_of, unfinished
from haiway_conformance.simulated_loop.complaints import Complaints
from haiway_conformance.simulated_loop.endings import (
    HUNG,
    Aftermath,
    Deadlock,
    Ending,
    Livelock,
    NothingCanRun,
    Raised,
    Returned,
    TooManyIterations,
)
from haiway_conformance.simulated_loop.loop import SimulatedLoop
from haiway_conformance.simulated_loop.patience import Patience, PatienceWithMain

__all__ = ("run_simulated", "run_to_end")


def run_simulated(
    loop: SimulatedLoop,
    main: Coroutine[Any, Any, Any],
    *,
    iterations: int = 10_000,
    steps: int = 20_000,
    when_ended: Callable[[], None] | None = None,
) -> Aftermath:
    """Run a coroutine on a simulated loop until it ends, or is found to never end.

    The loop is closed afterwards. Garbage is not collected during the run but once after it, so
    that finalizers never run at a random moment. The coroutine runs in an empty context.

    When a task raises KeyboardInterrupt or SystemExit, asyncio lets it leave the loop at once. As
    `asyncio.Runner` does then, all remaining tasks are cancelled and given the time to end.

    Args:
        loop: A fresh loop.
        main: The coroutine.
        iterations: After this many loop iterations in a row without a step of the coroutine, it
            counts as a livelock; a thread that runs counts as a step.
        steps: After this many loop iterations in all, a coroutine that still makes steps counts as
            a livelock.
        when_ended: Called once, after `main` has ended and before what it left is cleaned up.

    Returns:
        How it ended, and what it left behind.
    """
    patience = PatienceWithMain(iterations, steps)
    with Complaints() as complaints:
        aftermath = run_to_end(loop, main, complaints, patience, when_ended=when_ended)
    return complaints.added_to(aftermath)


def run_to_end(
    loop: SimulatedLoop,
    main: Coroutine[Any, Any, Any],
    complaints: Complaints,
    patience: Patience,
    *,
    when_ended: Callable[[], None] | None = None,
    context: Context | None = None,
) -> Aftermath:
    """Do what `run_simulated` does, but leave it to the caller when garbage is collected.

    Args:
        loop: As for `run_simulated`.
        main: As for `run_simulated`.
        complaints: The complaints that are being noted.
        patience: Decides when the coroutine is found to never end.
        when_ended: As for `run_simulated`.
        context: The context in which the coroutine runs; an empty one by default.

    Returns:
        How the coroutine ended, and what it left behind; without the complaints.
    """
    loop.set_exception_handler(complaints.hear)
    loop.be_patient(patience)
    try:
        task = loop.create_task(_Stepping(main, loop.advance), context=context or Context())
        ending = _run_and_shut_down(loop, task)
        alive = [each for each in unfinished(loop) if each is not task]
        places = tuple(map(function_of, alive))
        timers = loop.pending_timers()
        if when_ended is not None:
            when_ended()
        loop.settle()
        if hung := isinstance(ending, HUNG):
            complaints.stop()
        left = [*alive, task] if hung else alive
        if left or loop.has_leftovers:
            clean_up(loop, left)
        complaints.note_tasks(loop.tasks)
        loop.tasks.clear()
    finally:
        loop.close()
    return Aftermath(ending, tuple(alive), places, timers, iterations=loop.iteration)


class _Stepping(Coroutine[Any, Any, Any]):
    """A coroutine that calls a function at each step it makes."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], advance: Callable[[], None]) -> None:
        self._coroutine = coroutine
        self._advance = advance

    def send(self, value: Any) -> Any:
        self._advance()
        return self._coroutine.send(value)

    def throw(self, *error: Any) -> Any:
        self._advance()
        return self._coroutine.throw(*error)

    def close(self) -> None:
        self._coroutine.close()

    def __await__(self) -> Generator[Any, None, Any]:
        return self._coroutine.__await__()

    @property
    def cr_await(self) -> Any:
        return self._coroutine


def _run_and_shut_down(loop: SimulatedLoop, task: asyncio.Task[Any]) -> Ending:
    ending = _run(loop, task)
    if not isinstance(ending, Raised):
        return ending
    if task.done():
        if not task.cancelled():
            task.exception()  # retrieved: asyncio leaves an interpreter exit to its runner
        return ending
    # An interpreter exit of another task has left the loop. As in
    # `asyncio.runners._cancel_all_tasks`:
    tasks = unfinished(loop)
    for each in tasks:
        each.cancel()
    loop.advance()
    shutdown = _run(loop, asyncio.gather(*tasks, return_exceptions=True))
    return ending if isinstance(shutdown, Returned) else shutdown


def _run(loop: SimulatedLoop, future: asyncio.Future[Any]) -> Ending:
    try:
        return Returned(loop.run_until_complete(future))
    except NothingCanRun:
        return Deadlock(_waiting(loop))
    except TooManyIterations as given_up:
        since = 0 if given_up.stepping else max(loop.last_step, loop.last_thread)
        iterations = loop.iteration - since
        return Livelock(_waiting(loop), iterations, loop.time(), given_up.stepping)
    except BaseException as error:
        if error is loop.broken_by:
            raise  # a source of choices ends the run, as Hypothesis does
        return Raised(error)  # whatever the program raised is its ending


def _waiting(loop: SimulatedLoop) -> tuple[str, ...]:
    return tuple(function_of(each) for each in unfinished(loop))
