"""Find and clean up what a run has left behind: `unfinished`, `clean_up`."""

import asyncio
import ctypes
import sys
from contextlib import suppress
from typing import Any, Final

from haiway_conformance.simulated_loop.endings import NothingCanRun, TooManyIterations
from haiway_conformance.simulated_loop.loop import SimulatedLoop
from haiway_conformance.simulated_loop.patience import PatienceWithMain

__all__ = ("clean_up", "function_of", "unfinished")

# The number of iterations in which remaining tasks may react to their cancellation.
LAST_ITERATIONS: Final = 200

# How many times an interpreter exit may interrupt that.
LAST_EXITS: Final = 10

# How many times a coroutine is closed that still awaits something then.
LAST_CLOSES: Final = 10


def unfinished(loop: SimulatedLoop) -> list[asyncio.Task[Any]]:
    """Return the tasks that have not ended, in order of creation.

    Args:
        loop: The loop. Tasks that it makes to finalize async generators are left out.
    """
    # Tasks made without the loop's factory are known to asyncio alone.
    known = set(map(id, loop.tasks))
    strangers = [each for each in asyncio.all_tasks(loop) if id(each) not in known]
    # The counter in their names goes on from run to run: the shorter name is the older one.
    strangers.sort(key=lambda each: (len(each.get_name()), each.get_name(), function_of(each)))
    return [
        each
        for each in [*loop.tasks, *strangers]
        if not each.done() and type(each.get_coro()).__name__ != "async_generator_athrow"
    ]


def function_of(task: asyncio.Task[Any]) -> str:
    """Return the qualified name of the innermost function in which a task is suspended.

    Args:
        task: The task.
    """
    awaited: Any = task.get_coro()
    name = "?"
    while awaited is not None:
        name = getattr(awaited, "__qualname__", name)
        awaited = getattr(awaited, "cr_await", None) or getattr(awaited, "ag_await", None)
    return name


def clean_up(loop: SimulatedLoop, left: list[asyncio.Task[Any]]) -> None:
    """End what a program left: tasks, generators, what closes these, what it spawns now.

    Args:
        loop: The loop.
        left: The tasks that have not ended. Those that the loop knows are found anyway.
    """

    def alive() -> list[asyncio.Task[Any]]:
        return [each for each in {*left, *loop.tasks} if not each.done() and each is not cleaning]

    async def last_iterations() -> None:
        # Cancelled again and again: a task that is left may swallow a cancellation.
        for _ in range(LAST_ITERATIONS):
            if not (tasks := alive()):
                break
            for each in tasks:
                with suppress(Exception):  # the `cancel` of an implementation's own class may raise
                    each.cancel()
            await asyncio.sleep(0)
        for each in alive():
            _close(each.get_coro())
        await loop.shutdown_asyncgens()

    cleaning = loop.create_task(last_iterations())
    loop.advance()
    loop.be_patient(PatienceWithMain(5 * LAST_ITERATIONS, sys.maxsize))
    for _ in range(LAST_EXITS):
        try:
            loop.run_until_complete(cleaning)
        except (KeyboardInterrupt, SystemExit):
            continue  # raised by what is torn down
        except (NothingCanRun, TooManyIterations, RuntimeError):
            pass  # what does not end even when it is cancelled is dropped with the loop
        break
    for each in [*alive(), cleaning]:
        if not each.done():
            each._log_destroy_pending = False  # noqa: SLF001  # pyright: ignore[reportAttributeAccessIssue]
            # Else each later search for tasks would go through it, as long as it is not collected.
            asyncio._unregister_task(each)  # noqa: SLF001
    for each in left:
        if each.done() and not each.cancelled():
            each.exception()  # retrieved, so that asyncio does not log it


def _close(coroutine: Any) -> None:
    """Close the coroutine of a task that swallows cancellation, while there is a running loop.

    It would also be closed when it is collected, but then asyncio would log that it awaits
    something else, and that without end if it swallows whatever it gets.
    """
    for _ in range(LAST_CLOSES):
        try:
            coroutine.close()
        except RuntimeError:
            continue  # "coroutine ignored GeneratorExit"
        except BaseException:  # noqa: BLE001, S110 - it is torn down: its exceptions do not count
            pass
        return
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(coroutine))  # never collected
