"""Each simulator, called as its documentation says: `DRIVERS`.

A simulator is imported when its driver is made, so that each is measured in a process without the
others.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, NamedTuple

from programs_with_bugs import Begun, Point, Program

__all__ = ("DRIVERS", "Driver", "Searched")

# The longest that something outside takes, where a simulator has no other way to say how long.
LONGEST = 0.1


class Searched(NamedTuple):
    """The outcome of a search.

    Attributes:
        schedules: The number of schedules that were run, the failing one included.
        found: True if the last one failed.
    """

    schedules: int
    found: bool


type Make = Callable[[Point], Coroutine[Any, Any, None]]
"""A program, given what it waits for."""

type Search = Callable[[Make, Program | None, int, int], Searched]
"""Search for a failure: in a program, also as workers if it can be written so, with a seed, and at
most so many schedules."""


@dataclass(frozen=True)
class Driver:
    """One way to use a simulator.

    Attributes:
        tool: The name of its distribution.
        setting: How it is used here.
        make: Returns its search.
        seeds: False if it makes no use of a seed.
        spawns: False if what a program spawns itself is not its subject: it explores workers.
    """

    tool: str
    setting: str
    make: Callable[[], Search]
    seeds: bool = True
    spawns: bool = True

    @property
    def version(self) -> str:
        """The version that is installed."""
        return version(self.tool)


def _zero() -> Awaitable[None]:
    return asyncio.sleep(0)


def _haiway(**options: Any) -> Search:
    from haiway_conformance.simulation import world
    from haiway_conformance.simulation.exploring import explored
    from haiway_conformance.simulation.settings import Settings
    from haiway_conformance.simulation.single_run import run_once

    def search(make: Make, _: Program | None, seed: int, most: int) -> Searched:
        # As `simulate` does; but that does not say in which schedule something was found.
        settings = Settings(schedules=most, seed=seed, **options)
        found = explored(
            lambda *schedule: run_once(
                lambda: make(lambda: world.event("outside")), settings, *schedule
            ),
            settings,
            lambda _: None,
        )
        return Searched(found.runs, found.failed is not None)

    return search


def _detangle(*, delays: bool, **options: Any) -> Search:
    import detangle

    def point() -> Awaitable[None]:
        return asyncio.sleep(detangle.uniform(0, LONGEST)) if delays else _zero()

    def search(make: Make, _: Program | None, seed: int, most: int) -> Searched:
        try:
            stats = detangle.explore(
                lambda: make(point),
                runs=most,
                seed=seed,
                shrink=False,
                database="",  # what failed before would be run first
                name="it",
                **options,
            )
        except detangle.BugFound as bug:
            return Searched(bug.report.runs, found=True)
        return Searched(stats.runs, found=False)

    return search


def _simloom(*, delays: bool, scheduler: str | None = None) -> Search:
    import simloom

    def point() -> Awaitable[None]:
        # A draw is a whole number; so many that no two delays are likely to be the same.
        return asyncio.sleep(simloom.draw("delay", 1000) * LONGEST / 1000) if delays else _zero()

    def search(make: Make, _: Program | None, seed: int, most: int) -> Searched:
        found = simloom.explore(
            lambda: make(point), runs=most, start_seed=seed * most, scheduler=scheduler
        )
        return Searched(found.runs, found.failed)

    return search


def _simloom_systematic() -> Search:
    import simloom

    def search(make: Make, _: Program | None, seed: int, most: int) -> Searched:
        found = simloom.explore_systematic(lambda: make(_zero), max_delays=3, max_schedules=most)
        return Searched(found.schedules, found.failed)

    return search


def _simloop(*, delays: bool, policy: str = "random") -> Search:
    import simloop

    def point() -> Awaitable[None]:
        return asyncio.sleep(simloop.sim.random.uniform(0, LONGEST)) if delays else _zero()

    def search(make: Make, _: Program | None, seed: int, most: int) -> Searched:
        seeds = range(seed * most, (seed + 1) * most)
        report = simloop.explore(lambda: make(point), seeds, policy=policy)
        if report is None:
            return Searched(most, found=False)
        return Searched(report.seeds_passed + 1, found=True)

    return search


def _seedloop() -> Search:
    import seedloop

    def search(make: Make, _: Program | None, seed: int, most: int) -> Searched:
        async def scenario(world: Any) -> None:
            await make(lambda: asyncio.sleep(world.rng.uniform(0, LONGEST)))

        seeds = range(seed * most, (seed + 1) * most)
        found = seedloop.check(scenario, seeds=seeds, on_failure="return")
        return Searched(found.checked, found.failing_seed is not None)

    return search


def _frontrun(*, delays: bool, **options: Any) -> Search:
    import frontrun

    def point() -> Awaitable[None]:
        return asyncio.sleep(LONGEST / 2) if delays else _zero()

    def search(make: Make, program: Program | None, seed: int, most: int) -> Searched:
        def holds(begun: Any) -> bool:
            try:
                begun.check()
            except AssertionError:
                return False
            return True

        def worker(number: int) -> Callable[[Any], Coroutine[Any, Any, None]]:
            async def works(begun: Any) -> None:
                await begun.workers[number]()

            return works

        if program is None:
            begin = lambda: Begun((lambda: make(point),), lambda: None)  # noqa: E731
        else:
            begin = lambda: program.begin(point)  # noqa: E731
        found = asyncio.run(
            frontrun.explore(
                setup=begin,
                workers=[worker(each) for each in range(len(begin().workers))],
                invariant=holds,
                deadlock_timeout=1.0,
                total_timeout=30.0,
                reproduce_on_failure=0,
                max_executions=most,
                **options,
            )
        )
        return Searched(found.num_explored, found.property_holds is False)

    return search


def _looptime() -> Search:
    import looptime

    def search(make: Make, _: Program | None, seed: int, most: int) -> Searched:
        # It explores nothing: the same schedule again and again, at a pace that the test sets.
        ran = 0
        for ran in range(1, most + 1):
            loop = looptime.new_event_loop(idle_timeout=0.1)
            try:
                with asyncio.Runner(loop_factory=lambda loop=loop: loop) as runner:
                    runner.run(make(lambda: asyncio.sleep(LONGEST / 10)))
            except Exception:  # noqa: BLE001 - whatever it is, the program has failed
                return Searched(ran, found=True)
        return Searched(ran, found=False)

    return search


def _partial(make: Callable[..., Search], **options: Any) -> Callable[[], Search]:
    return lambda: make(**options)


_ZERO = "`sleep(0)`"
_DELAYS = "random delays"

DRIVERS = {
    "simulate": Driver("haiway-conformance", "`world.event`", _haiway),
    "simulate-exhaustive": Driver(
        "haiway-conformance",
        "`world.event`, `exhaustive=True`",
        _partial(_haiway, exhaustive=True),
        seeds=False,
    ),
    "detangle": Driver("detangle", _ZERO, _partial(_detangle, delays=False)),
    "detangle-delays": Driver("detangle", _DELAYS, _partial(_detangle, delays=True)),
    "detangle-in-order": Driver(
        "detangle",
        f"{_DELAYS}, `reorder=False`",
        _partial(_detangle, delays=True, reorder=False),
    ),
    "simloom": Driver("simloom", _ZERO, _partial(_simloom, delays=False)),
    "simloom-delays": Driver("simloom", _DELAYS, _partial(_simloom, delays=True)),
    "simloom-pct": Driver(
        "simloom", f"{_ZERO}, `pct:auto`", _partial(_simloom, delays=False, scheduler="pct:auto")
    ),
    "simloom-systematic": Driver(
        "simloom", f"{_ZERO}, systematic", _simloom_systematic, seeds=False
    ),
    "simloop": Driver("simloop", _ZERO, _partial(_simloop, delays=False)),
    "simloop-delays": Driver("simloop", _DELAYS, _partial(_simloop, delays=True)),
    "simloop-pct": Driver(
        "simloop", f"{_ZERO}, `pct`", _partial(_simloop, delays=False, policy="pct")
    ),
    "seedloop": Driver("seedloop", _DELAYS, _seedloop),
    "frontrun": Driver(
        "frontrun",
        f'{_ZERO}, `clock="virtual"`',
        _partial(_frontrun, delays=False, clock="virtual"),
        seeds=False,
        spawns=False,
    ),
    "frontrun-explored": Driver(
        "frontrun",
        'delays of 50 ms, `clock="explored"`',
        _partial(_frontrun, delays=True, clock="explored"),
        seeds=False,
        spawns=False,
    ),
    "looptime": Driver("looptime", "delays of 10 ms", _looptime, seeds=False),
}
"""The ways to use the simulators, in the order of the tables."""
