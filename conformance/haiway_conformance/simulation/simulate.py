"""Run one coroutine on a simulated loop and say how it ended: `simulate`."""

import asyncio
import ctypes
import gc
import warnings
from collections.abc import Callable, Coroutine, Generator
from contextlib import suppress
from contextvars import Context
from typing import Any, Final

from haiway_conformance.simulation.endings import (
    Aftermath,
    Deadlock,
    Ending,
    Livelock,
    NothingCanRun,
    Raised,
    Returned,
    TooManyIterations,
)
from haiway_conformance.simulation.loop import SimulatedLoop

__all__ = ("simulate",)

# How many iterations what is left over after the end gets for reacting to its cancellation.
LAST_ITERATIONS: Final = 200

# How many times an interpreter exit may keep it from that.
LAST_EXITS: Final = 10

# How many times a coroutine is closed that still awaits something then.
LAST_CLOSES: Final = 10


class _Watched(Coroutine[Any, Any, Any]):
    """A coroutine that tells its loop of each step it makes."""

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


def simulate(
    loop: SimulatedLoop,
    main: Coroutine[Any, Any, Any],
    *,
    steps: int = 20_000,
    when_ended: Callable[[], None] | None = None,
) -> Aftermath:
    """Run a coroutine on a simulated loop to its end, or to the finding that it has none.

    The loop is closed afterwards. Garbage is not collected during the run but once after it, so
    that finalizers never run at a random moment. The coroutine runs in an empty context.

    Where a task raises KeyboardInterrupt or SystemExit, asyncio lets it out of the loop at once. As
    `asyncio.Runner` does then, all that is left is cancelled and given the time to end.

    Args:
        loop: A fresh loop.
        main: The coroutine.
        steps: After so many loop iterations in all, a coroutine that still steps counts as a
            livelock.
        when_ended: Called once, between the end of `main` and the tidying up of what it left.

    Returns:
        How it ended, and what it left behind.
    """
    complaints = _Complaints(loop)
    collecting = gc.isenabled()
    gc.disable()
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("ignore")
            warnings.filterwarnings("always", message=".*was never awaited")
            task = loop.create_task(_Watched(main, _counting(loop, steps)), context=Context())
            ending = _run_and_shut_down(loop, task)
            alive = [each for each in _unfinished(loop) if each is not task]
            places = tuple(map(_place, alive))
            timers = loop.pending_timers()
            if when_ended is not None:
                when_ended()
            loop.settle()
            if hung := isinstance(ending, Deadlock | Livelock):
                # What a hung program still says is said because it is torn down.
                complaints.close()
            left = [*alive, task] if hung else alive
            if left or loop.has_leftovers:
                _tidy_up(loop, left)
            complaints.collect()
            del task
            gc.collect(0)
            complaints.close()
    finally:
        loop.close()
        if collecting:
            gc.enable()
    never_awaited = () if hung else tuple(str(each.message) for each in caught)
    return Aftermath(ending, tuple(alive), places, timers, tuple(complaints.heard), never_awaited)


class _Complaints:
    """What reaches a loop's exception handler until it is closed."""

    def __init__(self, loop: SimulatedLoop) -> None:
        self.heard: list[str] = []
        self._loop = loop
        self._open = True
        loop.set_exception_handler(self._hear)

    def _hear(self, _: object, context: dict[str, Any]) -> None:
        self._note(context["message"], context.get("exception"))

    def _note(self, message: str, error: BaseException | None) -> None:
        if self._open:
            self.heard.append(f"{message} ({type(error).__name__}: {error})" if error else message)

    def collect(self) -> None:
        """Hear what the tasks of the loop would say when they are collected, and forget them."""
        # Asked of the task, because an exception's frames may keep it alive for longer.
        for task in self._loop.tasks:
            if getattr(task, "_log_traceback", False):
                task._log_traceback = False  # noqa: SLF001  # pyright: ignore[reportAttributeAccessIssue]
                self._note("Task exception was never retrieved", task.exception())
        self._loop.tasks.clear()

    def close(self) -> None:
        """Hear nothing more."""
        self._open = False


def _counting(loop: SimulatedLoop, steps: int) -> Callable[[], None]:
    def advance() -> None:
        if loop.threadless_iterations < steps:
            loop.advance()
        else:
            loop.give_up()

    return advance


def _run_and_shut_down(loop: SimulatedLoop, task: asyncio.Task[Any]) -> Ending:
    ending = _run(loop, task)
    if not isinstance(ending, Raised):
        return ending
    if task.done():
        if not task.cancelled():
            task.exception()  # retrieved; of an interpreter exit asyncio leaves that to the runner
        return ending
    # An interpreter exit of another task has left the loop. In the words of
    # `asyncio.runners._cancel_all_tasks`:
    tasks = _unfinished(loop)
    for each in tasks:
        each.cancel()
    loop.advance()
    shutdown = _run(loop, asyncio.gather(*tasks, return_exceptions=True))
    return ending if isinstance(shutdown, Returned) else shutdown


def _run(loop: SimulatedLoop, future: asyncio.Future[Any]) -> Ending:
    try:
        return Returned(loop.run_until_complete(future))
    except NothingCanRun:
        return Deadlock(_places(loop))
    except TooManyIterations:
        stepping = loop.given_up
        iterations = loop.iteration if stepping else loop.silent_iterations
        return Livelock(_places(loop), iterations, loop.time(), stepping)
    except BaseException as error:
        if error is loop.broken:
            raise  # a source of choices ends the run: Hypothesis does so
        return Raised(error)  # whatever the program raised is its ending


def _unfinished(loop: SimulatedLoop) -> list[asyncio.Task[Any]]:
    # Tasks made past the loop's factory are known to asyncio alone; a finalizer's task is the
    # loop's own.
    known = set(map(id, loop.tasks))
    strangers = [each for each in asyncio.all_tasks(loop) if id(each) not in known]
    # Their names have a counter that goes on from run to run: the shorter name is the older one.
    strangers.sort(key=lambda each: (len(each.get_name()), each.get_name(), _place(each)))
    return [
        each
        for each in [*loop.tasks, *strangers]
        if not each.done() and type(each.get_coro()).__name__ != "async_generator_athrow"
    ]


def _places(loop: SimulatedLoop) -> tuple[str, ...]:
    return tuple(_place(each) for each in _unfinished(loop))


def _place(task: asyncio.Task[Any]) -> str:
    """The innermost function of a suspended task, by its qualified name."""
    awaited: Any = task.get_coro()
    name = "?"
    while awaited is not None:
        name = getattr(awaited, "__qualname__", name)
        awaited = getattr(awaited, "cr_await", None) or getattr(awaited, "ag_await", None)
    return name


def _tidy_up(loop: SimulatedLoop, left: list[asyncio.Task[Any]]) -> None:
    """End what a program left: tasks, generators, what closes these, what it spawns now."""

    def alive() -> list[asyncio.Task[Any]]:
        return [each for each in {*left, *loop.tasks} if not each.done() and each is not tidying]

    async def last_iterations() -> None:
        # Cancelled again and again: what is left here may swallow a request.
        for _ in range(LAST_ITERATIONS):
            if not (tasks := alive()):
                break
            for each in tasks:
                with suppress(Exception):  # a task of an implementation's own kind may not do it
                    each.cancel()
            await asyncio.sleep(0)
        for each in alive():
            _close(each.get_coro())
        await loop.shutdown_asyncgens()

    tidying = loop.create_task(last_iterations())
    loop.advance()
    for _ in range(LAST_EXITS):
        try:
            loop.run_until_complete(tidying)
        except (KeyboardInterrupt, SystemExit):
            continue  # of what is torn down
        except (NothingCanRun, TooManyIterations, RuntimeError):
            pass  # what does not even end when it is cancelled is dropped with the loop
        break
    for each in [*alive(), tidying]:
        if not each.done():
            each._log_destroy_pending = False  # noqa: SLF001  # pyright: ignore[reportAttributeAccessIssue]
    for each in left:
        if each.done() and not each.cancelled():
            each.exception()  # looked at, so that nobody complains of it


def _close(coroutine: Any) -> None:
    """Close the coroutine of a task that swallows cancellation, while there is a running loop.

    It would be closed when it is collected, too, but then complain if it awaits something else, and
    for ever if it swallows whatever it gets.
    """
    for _ in range(LAST_CLOSES):
        try:
            coroutine.close()
        except RuntimeError:
            continue  # "coroutine ignored GeneratorExit"
        except BaseException:  # noqa: BLE001, S110 - torn down: nobody is to hear of it
            pass
        return
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(coroutine))  # never collected
