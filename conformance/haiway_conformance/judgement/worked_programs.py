"""Worked programs: ordinary programs, run on the simulated loop and in real time.

A worked program is a coroutine function that takes the adapter and checks its own results with
`expect`. It has no trace and no token: a counterexample shows its name and its source.
"""

import asyncio
import gc
import inspect
import linecache
import os
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
from haiway_conformance.programs.execution import described, masked
from haiway_conformance.simulated_loop import (
    Choices,
    Deadlock,
    Ending,
    Livelock,
    Raised,
    Recording,
    Returned,
    SimulatedLoop,
    run_simulated,
)

__all__ = ("WorkedProgram", "WorkedRun", "in_real_time", "on_the_simulated_loop", "source_of")

type WorkedProgram = Callable[[Adapter], Coroutine[Any, Any, None]]
"""A worked program."""

# A worked program takes some hundred iterations and some milliseconds. Far beyond that, it hangs.
PATIENCE: Final = 20_000
STEPS: Final = 100_000
REAL_PATIENCE: Final = 20.0

# The seconds that the tasks of a program that hangs in real time have for their clean-up.
LAST_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The program had not ended after far more time than it takes.

    Attributes:
        waiting: The functions of the unfinished tasks, sorted.
        seconds: The time that it had.
    """

    waiting: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class WorkedRun:
    """One run of a worked program.

    Attributes:
        program: The program.
        loop: The kind of loop, in words.
        ending: How the program ended.
    """

    program: WorkedProgram
    loop: str
    ending: Ending | Unfinished

    def must_be_done(self) -> None:
        """Check that the program ended, and found nothing wrong.

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
        """Describe the run.

        Args:
            message: A sentence that says what is wrong with it.
        """
        source = source_of(self.program)
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
        ending = type(self.ending).__name__
        if isinstance(self.ending, Raised):
            ending = described(self.ending.error)
        return Counterexample(message, text, "", source.count("\n"), ending=ending)

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
        """Return the last line of the program itself that an exception passed through, as text."""
        file = inspect.getsourcefile(self.program) or "?"
        traceback, line = error.__traceback__, ""
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename == file:
                line = linecache.getline(file, traceback.tb_lineno).strip()
            traceback = traceback.tb_next
        return f", at `{line}`" if line else ""


def _suspended(waiting: tuple[str, ...]) -> str:
    return f"suspended in: {', '.join(waiting) or 'nothing'}"


def source_of(program: WorkedProgram) -> str:
    """Return the source of a worked program, or its name if there is no source.

    Args:
        program: The program.
    """
    try:
        return textwrap.dedent(inspect.getsource(program))
    except OSError:
        return f"{program.__module__}.{program.__qualname__}\n"


def on_the_simulated_loop(adapter: Adapter, program: WorkedProgram, choices: Choices) -> WorkedRun:
    """Run a worked program in virtual time.

    Args:
        adapter: The implementation.
        program: The program.
        choices: The schedule.
    """
    recording = Recording(choices)
    loop = SimulatedLoop(recording, task_factory=adapter.task_factory)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ending = run_simulated(loop, program(adapter), iterations=PATIENCE, steps=STEPS).ending
        gc.collect(1)  # so that the next run is not charged with what this one left
    how = f"{len(recording.deviations)} deviations from the" if recording.deviations else "the"
    return WorkedRun(program, f"simulated, in virtual time; {how} canonical schedule", ending)


def in_real_time(
    adapter: Adapter,
    program: WorkedProgram,
    *,
    make_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop,
    patience: float = REAL_PATIENCE,
) -> WorkedRun:
    """Run a worked program on a real loop.

    Args:
        adapter: The implementation.
        program: The program.
        make_loop: Makes the loop.
        patience: The seconds after which it counts as hanging.
    """
    _open_standard_files()
    loop = make_loop()
    # What a program leaves behind is the subject of other clauses.
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
    return WorkedRun(program, f"{library}'s own, in real time", ending)


def _open_standard_files() -> None:
    """Open the standard files that an implementation has closed: they lead nowhere now.

    The files of the loop would have their numbers otherwise, and be closed by it next time.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # it gets the smallest number that is free


def _ending(
    loop: asyncio.AbstractEventLoop, task: asyncio.Task[None], patience: float
) -> Ending | Unfinished:
    loop.run_until_complete(asyncio.wait([task], timeout=patience))
    if not task.done():
        return Unfinished(tuple(sorted(map(_function, _unfinished(loop)))), patience)
    try:
        return Returned(task.result())
    except BaseException as error:  # noqa: BLE001 - it is shown
        return Raised(error)


def _unfinished(loop: asyncio.AbstractEventLoop) -> list[asyncio.Task[Any]]:
    return [each for each in asyncio.all_tasks(loop) if not each.done()]


def _function(task: asyncio.Task[Any]) -> str:
    return getattr(task.get_coro(), "__qualname__", "?")


def _tidy_up(loop: asyncio.AbstractEventLoop) -> None:
    """Cancel the tasks that a program left, and close its asynchronous generators."""
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
