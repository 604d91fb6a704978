"""Worked programs: ordinary programs, run on the simulated loop and in real time.

A worked program is a coroutine function that is given the adapter and demands with `expect` what
must come of it. There is no trace of it, and no token that stands for it: its source says what it
does, and its name says where it is.
"""

import asyncio
import gc
import inspect
import linecache
import textwrap
import warnings
from collections.abc import Callable, Coroutine
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass
from typing import Any, Final

from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement.expectation import Violation, expect
from haiway_conformance.judgement.findings import Counterexample
from haiway_conformance.programs.interpreter import described
from haiway_conformance.programs.interpreter.failures import masked
from haiway_conformance.simulation import (
    Choices,
    Deadlock,
    Ending,
    Livelock,
    Raised,
    Recording,
    Returned,
    SimulatedLoop,
    simulate,
)

__all__ = ("Work", "Worked", "in_real_time", "on_the_simulated_loop", "source_of_worked")

type Worked = Callable[[Adapter], Coroutine[Any, Any, None]]
"""A worked program."""

# A worked program takes some hundred iterations and some milliseconds. After so much it hangs.
PATIENCE: Final = 1_000
STEPS: Final = 10_000
REAL_PATIENCE: Final = 20.0

# What is left of a program that hangs in real time is given so many seconds to end.
LAST_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A program had not ended after a time in which it would have ended many times.

    Attributes:
        waiting: The functions of the tasks that were unfinished, sorted.
        seconds: How long it was given.
    """

    waiting: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """A worked program that was run once.

    Attributes:
        program: The program.
        loop: On which loop, in words.
        ending: How it ended.
    """

    program: Worked
    loop: str
    ending: Ending | Unfinished

    def must_be_done(self) -> None:
        """Demand that the program came to its end, and that it found nothing wrong.

        Raises:
            Violation: If not.
        """
        match self.ending:
            case Returned():
                return
            case Raised(Violation() as violation):
                raise Violation(masked(violation.sentence)) from None
            case _:
                # A full stop is for the sentence's end alone.
                expect(False, f"{self._end().rstrip('.')} ({self.loop})")  # noqa: FBT003

    def counterexample(self, message: str) -> Counterexample:
        """Describe it.

        Args:
            message: What is wrong with it, in one sentence.
        """
        source = source_of_worked(self.program)
        text = "\n".join(
            [
                f"the program ({self.program.__module__}.{self.program.__qualname__}):",
                textwrap.indent(source, "    ").rstrip(),
                "",
                f"the loop: {self.loop}",
                "",
                f"the end: {self._end()}",
            ]
        )
        return Counterexample(message, text, token="", size=source.count("\n"))

    def _end(self) -> str:
        match self.ending:
            case Returned():
                return "the program returned"
            case Raised(Violation() as violation):
                return f"the program found: {masked(violation.sentence)}"
            case Raised(error):
                return f"the program raised {described(error)}{self._place(error)}"
            case Deadlock(waiting):
                return f"the program never ends: nothing could run any more; {_suspended(waiting)}"
            case Livelock(waiting, iterations=iterations):
                return (
                    f"the program never ends: it had not after {iterations:,} loop iterations;"
                    f" {_suspended(waiting)}"
                )
            case Unfinished(waiting, seconds):
                return (
                    f"the program never ends: it had not after {seconds:g} seconds;"
                    f" {_suspended(waiting)}"
                )

    def _place(self, error: BaseException) -> str:
        """The last line of the program's own through which an exception came, as text."""
        file = inspect.getsourcefile(self.program) or "?"
        traceback, line = error.__traceback__, ""
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename == file:
                line = linecache.getline(file, traceback.tb_lineno).strip()
            traceback = traceback.tb_next
        return f", at `{line}`" if line else ""


def _suspended(waiting: tuple[str, ...]) -> str:
    return f"suspended in: {', '.join(waiting) or 'nothing'}"


def source_of_worked(program: Worked) -> str:
    """A worked program's source; its name, where that is not to be had.

    Args:
        program: The program.
    """
    try:
        return textwrap.dedent(inspect.getsource(program))
    except OSError:
        return f"{program.__module__}.{program.__qualname__}\n"


def on_the_simulated_loop(adapter: Adapter, program: Worked, choices: Choices) -> Work:
    """Run a worked program in virtual time.

    Args:
        adapter: The implementation.
        program: The program.
        choices: Answers to the simulation's questions.
    """
    recording = Recording(choices)
    loop = SimulatedLoop(recording, task_factory=adapter.task_factory, iterations=PATIENCE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ending = simulate(loop, program(adapter), steps=STEPS).ending
        gc.collect(1)  # what it left is charged to nobody else
    how = f"{len(recording.deviations)} deviations from the" if recording.deviations else "the"
    return Work(program, f"simulated, in virtual time; {how} canonical schedule", ending)


def in_real_time(
    adapter: Adapter,
    program: Worked,
    *,
    make_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop,
    patience: float = REAL_PATIENCE,
) -> Work:
    """Run a worked program on a real loop.

    Args:
        adapter: The implementation.
        program: The program.
        make_loop: Makes the loop.
        patience: After so many seconds it counts as hanging.
    """
    loop = make_loop()
    # Complaints of what was left behind are the business of other clauses.
    loop.set_exception_handler(lambda _loop, _context: None)
    if adapter.task_factory is not None:
        loop.set_task_factory(adapter.task_factory)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            task = loop.create_task(program(adapter), context=Context())
            ending = _ending(loop, task, patience)
            del task
        finally:
            _tidy_up(loop)
            loop.close()
            gc.collect(1)
    library = type(loop).__module__.partition(".")[0]
    return Work(program, f"{library}'s own, in real time", ending)


def _ending(
    loop: asyncio.AbstractEventLoop, task: asyncio.Task[None], patience: float
) -> Ending | Unfinished:
    loop.run_until_complete(asyncio.wait([task], timeout=patience))
    if not task.done():
        return Unfinished(tuple(sorted(map(_function, _unfinished(loop)))), patience)
    try:
        return Returned(task.result())
    except BaseException as error:  # noqa: BLE001 - it is told what it is
        return Raised(error)


def _unfinished(loop: asyncio.AbstractEventLoop) -> list[asyncio.Task[Any]]:
    return [each for each in asyncio.all_tasks(loop) if not each.done()]


def _function(task: asyncio.Task[Any]) -> str:
    return getattr(task.get_coro(), "__qualname__", "?")


def _tidy_up(loop: asyncio.AbstractEventLoop) -> None:
    """End what a program left, as far as it can be ended."""
    left = _unfinished(loop)
    for each in left:
        each.cancel()
    if left:
        loop.run_until_complete(asyncio.wait(left, timeout=LAST_SECONDS))
    with suppress(TimeoutError):
        closing = asyncio.wait_for(loop.shutdown_asyncgens(), LAST_SECONDS)
        loop.run_until_complete(closing)
    for each in left:
        if not each.done():
            each._log_destroy_pending = False  # noqa: SLF001  # pyright: ignore[reportAttributeAccessIssue]
