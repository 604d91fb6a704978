"""Run a program under many schedules, and show where it goes wrong: `simulate`."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Literal
from warnings import WarningMessage, warn_explicit

from haiway_conformance.simulated_loop import Choices, ReplayChoices
from haiway_conformance.simulation.clocks import clocks_are_simulated
from haiway_conformance.simulation.drawing import Drawing, drawn
from haiway_conformance.simulation.exploring import explored
from haiway_conformance.simulation.failure import SimulationFailed
from haiway_conformance.simulation.injection import Injection
from haiway_conformance.simulation.places import own_part
from haiway_conformance.simulation.session import Session, session
from haiway_conformance.simulation.settings import Leak, Settings
from haiway_conformance.simulation.shrinking import shrunk
from haiway_conformance.simulation.single_run import Program, Ran, run_once
from haiway_conformance.simulation.token import ScheduleToken

__all__ = ("Simulation", "simulate", "simulated_program")


@dataclass(frozen=True, slots=True)
class Simulation:
    """A simulation in which nothing was wrong.

    Attributes:
        schedules: The number of schedules under which the program was run.
        cancellations: The number of runs in which a task was to be cancelled from outside.
        complete: True if no other schedule is possible, or, with `exhaustive=True`, if these are
            all schedules that deviate at most three times from the canonical one.
        results: What the program returned, in order, without repetitions that come in a row.
    """

    schedules: int
    cancellations: int
    complete: bool
    results: tuple[Any, ...]


def simulate(
    main: Program,
    *,
    schedules: int | None = None,
    seed: int = 0,
    exhaustive: bool = False,
    cancel: Literal["everywhere"] | None = None,
    cancelled: str = "",
    invariant: Callable[[], object] | None = None,
    allow: Collection[str] = (),
    iterations: int = 100_000,
    eager: bool = False,
    replay: str = "",
) -> Simulation:
    """Run a program under many schedules that asyncio allows, in virtual time.

    Whatever comes from outside (timers, threads, `world.event(...)`, data on connections) comes in
    another order, or at another moment, in each schedule. Callbacks keep the order that asyncio
    documents, so what is found can happen on a real loop.

    Args:
        main: The program: an async function without arguments, called anew for each schedule. What
            it shares with other calls of itself, such as a global variable, it has to reset.
        schedules: The largest number of schedules; 200 by default, 10,000 of an exhaustive search.
        seed: The same seed gives the same schedules.
        exhaustive: True to run all schedules that deviate at most three times from the canonical
            one, in which whatever begins first completes first; the simplest ones first.
        cancel: "everywhere" to run the program once more for each suspension of its main coroutine,
            and cancel it there: while it waits, and in the moment in which it is woken. At most as
            many of these are tried as schedules.
        cancelled: The names of other tasks to be cancelled in place of the main coroutine: a
            pattern of `fnmatch` for the names of tasks or of their functions.
        invariant: Called after every step of the program; it raises, or returns False, if it does
            not hold. `world.invariant` takes one that belongs to a single run.
        allow: What the program may leave behind, of "tasks", "timers", "generators", "exceptions",
            "coroutines", "requests" (see `Leak`).
        iterations: After this many loop iterations without a step of the main coroutine, and twice
            as many in all, the program is taken to run for ever.
        eager: True to use asyncio's eager task factory.
        replay: The token of the one schedule to run.

    Returns:
        What was tried, if nothing was wrong.

    Raises:
        SimulationFailed: If the program raises, hangs, breaks an invariant, fires a timer late or
            leaves something behind, under any schedule; with the smallest schedule that shows it.
        ScheduleTokenError: If `replay` can't be read.
        TypeError: If `main` does not return a coroutine.
        RuntimeError: If an event loop is running already.
        ValueError: If another argument makes no sense.

    Example:
        >>> import asyncio
        >>> async def main():
        ...     async with asyncio.timeout(3600):
        ...         return await asyncio.sleep(60, "an hour, at once")
        >>> simulate(main).results
        ('an hour, at once',)
    """
    __tracebackhide__ = True
    settings = Settings(
        schedules=schedules,
        seed=seed,
        exhaustive=exhaustive,
        cancel=cancel,
        cancelled=cancelled,
        invariant=invariant,
        allow=_leaks(allow),
        iterations=iterations,
        eager=eager,
    )
    return simulated_program(main, settings, replay)


def simulated_program(main: Program, settings: Settings, replay: str = "") -> Simulation:
    """Do what `simulate` does, with settings that were made before.

    Args:
        main: As for `simulate`.
        settings: The other arguments of `simulate`.
        replay: As for `simulate`.
    """
    __tracebackhide__ = True
    _refuse_within_a_loop()
    its = session()
    if its.schedules is not None:
        settings = replace(settings, schedules=its.schedules)
    simulating = _Simulating(main, settings, its)
    with its.guard(), clocks_are_simulated():
        failed = simulating.search(replay)
        if failed is None:
            simulating.warn()
            return simulating.simulation
        failure, traceback = simulating.failure(failed)
    # With the traceback of the program, a debugger stands in the failing run.
    cause = failure.finding.error
    own = cause and cause.with_traceback(own_part(cause.__traceback__))
    raise failure.with_traceback(traceback) from own


class _Simulating:
    """One simulation.

    Args:
        main: The program.
        settings: How it is simulated.
        its: What the test runner knows.
    """

    def __init__(self, main: Program, settings: Settings, its: Session) -> None:
        self._main = main
        self._settings = settings
        self._session = its
        self._name = its.name or getattr(main, "__qualname__", "")
        self._results: list[Any] = []
        self._warnings: dict[object, WarningMessage] = {}
        self._shown = 0
        self.simulation = Simulation(0, 0, complete=False, results=())

    def search(self, replay: str) -> Ran | None:
        """Return a run in which something is wrong; None if there is none.

        Args:
            replay: The token of the one schedule to run; empty for all.
        """
        replay = replay or self._session.replay
        if replay:
            token = ScheduleToken.from_text(replay)
            ran = self._run(ReplayChoices(token.deviations), token.injection)
            self._passed(ran)
            self.simulation = Simulation(1, 0, complete=False, results=tuple(self._results))
            return ran if ran.finding else None
        for text in self._session.remembered():
            token = ScheduleToken.from_text(text)
            ran = self._run(ReplayChoices(token.deviations), token.injection)
            if ran.finding is not None:
                return ran
        found = explored(self._run, self._settings, self._passed)
        self.simulation = Simulation(
            found.schedules, found.runs - found.schedules, found.complete, tuple(self._results)
        )
        return found.failed

    def failure(self, failed: Ran) -> tuple[SimulationFailed, TracebackType | None]:
        """Make the failure to raise, from the smallest run that shows what is wrong.

        Args:
            failed: The run that was found.

        Returns:
            The failure, and the program's traceback where it went wrong.
        """
        smallest, nearest = shrunk(failed, self._run)
        token = ScheduleToken(self._name, smallest.deviations, smallest.injection).to_text()
        drawing = self._drawn(smallest, nearest, token)
        self._session.remember(token)
        return SimulationFailed(drawing.finding, drawing.picture), drawing.traceback

    def warn(self) -> None:
        """Give each warning once that the program gave: the user's filters apply now."""
        for each in self._warnings.values():
            warn_explicit(each.message, each.category, each.filename, each.lineno)

    def _run(self, choices: Choices, injection: Injection | None) -> Ran:
        ran = run_once(self._main, self._settings, choices, injection)
        for each in ran.warned:
            key = each.category, str(each.message), each.filename, each.lineno
            self._warnings.setdefault(key, each)
        return ran

    def _drawn(self, ran: Ran, nearest: Ran | None, token: str) -> Drawing:
        return drawn(self._main, self._settings, ran, nearest, token, self._session)

    def _passed(self, ran: Ran) -> None:
        if not self._results or self._results[-1] != ran.result:
            self._results.append(ran.result)
        if self._shown < self._session.show:
            self._shown += 1
            self._session.shown(self._drawn(ran, None, "").picture.to_text())


def _refuse_within_a_loop() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError(
        "simulate() runs event loops of its own, so it cannot be called while one is running. Call"
        " it in an ordinary function (`def test_...`), or mark the async test with `@simulated()`."
    )


def _leaks(names: Collection[str]) -> frozenset[Leak]:
    if isinstance(names, str):
        names = (names,)
    try:
        return frozenset(map(Leak, names))
    except ValueError as error:
        known = ", ".join(Leak)
        raise ValueError(f"allow={list(names)!r}: {error}; known are {known}") from None
