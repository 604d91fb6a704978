"""One run of a program under one schedule: `run_once`."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import closing
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any
from warnings import WarningMessage

from haiway_conformance.simulated_loop import (
    Aftermath,
    Choices,
    Complaints,
    Raised,
    Recording,
    Returned,
)
from haiway_conformance.simulated_loop.asyncio_itself import keeps_request_of_failed_group
from haiway_conformance.simulated_loop.cleaning import unfinished
from haiway_conformance.simulated_loop.running import run_to_end
from haiway_conformance.simulation.blocking import blocking_is_simulated
from haiway_conformance.simulation.finding import Finding, Left, finding_in
from haiway_conformance.simulation.injection import Injection, Injector
from haiway_conformance.simulation.names import name_of
from haiway_conformance.simulation.passing_on import pass_on
from haiway_conformance.simulation.patience import PatienceWithOwnProgram
from haiway_conformance.simulation.places import place_of
from haiway_conformance.simulation.program_loop import ProgramLoop, loop_for
from haiway_conformance.simulation.session import session
from haiway_conformance.simulation.settings import Settings

__all__ = ("MakeLoop", "Program", "Ran", "run_once")

type Program = Callable[[], Coroutine[Any, Any, Any]]
"""A program: called without arguments for each run, it returns the coroutine that is run."""

type MakeLoop = Callable[[Choices, Callable[..., Any] | None], ProgramLoop]
"""Makes a loop from the source of choices and the task factory."""


@dataclass(frozen=True, slots=True, eq=False)
class Ran:
    """A run.

    Attributes:
        deviations: The answers of its schedule that are not canonical, by the question's number.
        asked: The number of questions.
        injection: The request to cancel that came from outside; None for none.
        finding: What is wrong; None if nothing is.
        result: What the main coroutine returned.
        suspensions: How often each task was suspended that may be cancelled from outside.
        warned: The warnings that the program gave, but for those that are among its leaks.
        cancelled: The name of the task that was cancelled from outside; empty if none was.
    """

    deviations: Mapping[int, int]
    asked: int
    injection: Injection | None
    finding: Finding | None
    result: object
    suspensions: tuple[int, ...]
    warned: tuple[WarningMessage, ...]
    cancelled: str


def run_once(
    program: Program,
    settings: Settings,
    choices: Choices,
    injection: Injection | None = None,
    make_loop: MakeLoop = loop_for,
    *,
    when_ended: Callable[[ProgramLoop], None] = lambda _: None,
) -> Ran:
    """Run a program once.

    Args:
        program: The program.
        settings: How it is simulated.
        choices: Its schedule.
        injection: The request to cancel that comes from outside.
        make_loop: Makes the loop.
        when_ended: Called before what the program left is cleaned up.

    Returns:
        The run.
    """
    recording = Recording(choices)
    loop = make_loop(recording, asyncio.eager_task_factory if settings.eager else None)
    injector = Injector(loop, settings.cancelled, injection)
    if settings.cancelled:
        loop.tracked = injector.tracked
    left = _Leftovers(loop)
    with Complaints() as complaints, blocking_is_simulated(loop), closing(loop):
        aftermath = _run(program, settings, injector, left, complaints, when_ended)
    aftermath = complaints.added_to(aftermath)
    ending = aftermath.ending
    pass_on(ending.error if isinstance(ending, Raised) else None, session())
    finding = finding_in(aftermath, left.found, settings.allow, asked_to_stop=bool(injector.made))
    result = ending.value if isinstance(ending, Returned) else None
    return Ran(
        recording.deviations,
        recording.asked,
        injection,
        finding,
        result,
        injector.counts(),
        complaints.warned,
        injector.made,
    )


def _run(  # noqa: PLR0917 - all are needed, and there is one caller
    program: Program,
    settings: Settings,
    injector: Injector,
    left: "_Leftovers",
    complaints: Complaints,
    when_ended: Callable[[ProgramLoop], None],
) -> Aftermath:
    """Run it; a function of its own, so that nothing of the run is held when it has returned."""
    loop = left.loop
    if settings.invariant is not None:
        loop.add_invariant(settings.invariant)
    main = _coroutine(program)
    if settings.cancel is not None:
        main = injector.main(main)
    patience = PatienceWithOwnProgram(settings.iterations, 2 * settings.iterations)

    def ended() -> None:
        left.look(injector.made_to)
        when_ended(loop)

    return run_to_end(loop, main, complaints, patience, when_ended=ended, context=copy_context())


def _coroutine(program: Program) -> Coroutine[Any, Any, Any]:
    coroutine: object = program()
    if not asyncio.iscoroutine(coroutine):
        name = getattr(program, "__qualname__", repr(program))
        raise TypeError(
            f"{name} returned {type(coroutine).__name__}, but a program is run by awaiting what it"
            " returns, anew for each schedule: pass an `async def` function without arguments"
            f" (`simulate({name})`, or `simulate(lambda: {name}(1, 2))` for arguments)"
        )
    return coroutine


class _Leftovers:
    """Looks at what a run has left, before it is cleaned up."""

    def __init__(self, loop: ProgramLoop) -> None:
        self.loop = loop
        self.found = Left()

    def look(self, asked: asyncio.Task[Any] | None) -> None:
        """Look at what the run has left.

        Args:
            asked: The task that was cancelled from outside; None for none.
        """
        # That of the main coroutine has not ended if the program hangs.
        tasks = [each for each in unfinished(self.loop) if getattr(each, "number", 0) != 1]
        generators = sorted(
            getattr(each, "__qualname__", "?").rpartition("<locals>.")[2]
            for each in self.loop.open_generators
        )
        swallowed = [
            name_of(each)
            for each in self.loop.tasks
            # On some Pythons, asyncio.TaskGroup leaves requests of its own.
            if each is asked or not keeps_request_of_failed_group()
            if each.done() and not each.cancelled() and each.cancelling() and not _failed(each)
        ]
        self.found = Left(
            tuple(map(_suspended, tasks)),
            tuple(generators),
            tuple(swallowed),
            tuple(self.loop.late),
        )


def _suspended(task: asyncio.Task[Any]) -> str:
    place = place_of(task)
    return f"{name_of(task)} at {place.in_words}" if place else name_of(task)


def _failed(task: asyncio.Task[Any]) -> bool:
    # `task.exception()` would mark the exception as retrieved, and asyncio would not log it.
    return getattr(task, "_exception", None) is not None
