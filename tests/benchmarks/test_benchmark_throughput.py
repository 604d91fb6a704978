"""Schedules and callbacks a second, relative to `asyncio.run` of the same program.

Both run by turns in the same process, and what is measured is its own time on the processor: other
processes do not count. What a point is under asyncio, there are two ways to say: a
`sleep(0)`, which is the least that a task can wait, or a future that the loop completes, which is
what a point is in the simulation.
"""

import asyncio
import gc
from asyncio.events import Handle
from statistics import median
from time import process_time

import pytest
from canonical_programs import ending, tiny
from haiway_conformance.exploration import portfolio
from haiway_conformance.simulated_loop import (
    Canonical,
    ExternalEvent,
    RandomWalk,
    Returned,
    SimulatedLoop,
    run_simulated,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.benchmark(timer=process_time)

TURNS = 25
RUNS = 60  # in each turn


@pytest.fixture(autouse=True)
def little_garbage():
    """Keep the garbage collector from looking through what was there before."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def zero():
    return asyncio.sleep(0)


def future():
    loop = asyncio.get_running_loop()
    completed = loop.create_future()
    loop.call_soon(completed.set_result, None)
    return completed


def under_asyncio(point, factory=None):
    with asyncio.Runner() as runner:
        runner.get_loop().set_task_factory(factory)
        runner.run(tiny(point))


def plainly(point):
    """The very same program, points included."""

    def run(factory=None):
        loop = SimulatedLoop(task_factory=factory)
        assert isinstance(run_simulated(loop, tiny(point)).ending, Returned)

    return run


def explored(source):
    """The program under a schedule of points."""

    def run(factory=None):
        assert isinstance(ending(tiny, source(), task_factory=factory), Returned)

    return run


def _seconds(run, *arguments):
    begin = process_time()
    for _ in range(RUNS):
        run(*arguments)
    return (process_time() - begin) / RUNS


def _callbacks(monkeypatch, run, *arguments):
    counted = 0

    def counting(original):
        def count(self):
            nonlocal counted
            counted += 1
            original(self)

        return count

    with monkeypatch.context() as patch:
        for kind in (Handle, ExternalEvent):
            patch.setattr(kind, "_run", counting(kind._run))
        run(*arguments)
    return counted


WALK = explored(lambda: RandomWalk(5))
COMPARISONS = {
    "sleep(0) in both": (zero, plainly(zero)),
    "futures in both": (future, plainly(future)),
    "canonical, relative to futures": (future, explored(Canonical)),
    "walk, relative to futures": (future, WALK),
    "canonical, relative to sleep(0)": (zero, explored(Canonical)),
    "walk, relative to sleep(0)": (zero, WALK),
}


@pytest.mark.parametrize("factory", [None, asyncio.eager_task_factory], ids=["lazy", "eager"])
@pytest.mark.parametrize("comparison", COMPARISONS)
def test_schedules_a_second(benchmark, tell, monkeypatch, comparison, factory):
    point, simulated = COMPARISONS[comparison]
    turns = [
        (_seconds(under_asyncio, point, factory), _seconds(simulated, factory))
        for _ in range(TURNS)
    ]
    asyncios, ours = (median(each) for each in zip(*turns, strict=True))
    benchmark.pedantic(simulated, (factory,), rounds=TURNS, iterations=RUNS)
    tell("schedules", 1 / ours, "a second")
    tell("schedules", median(one / other for one, other in turns), "x asyncio.run")
    callbacks = _callbacks(monkeypatch, simulated, factory) / ours
    tell("callbacks", callbacks, "a second")
    per_second = _callbacks(monkeypatch, under_asyncio, point, factory) / asyncios
    tell("callbacks", callbacks / per_second, "x asyncio.run")


@pytest.mark.parametrize("schedules", [10, 50, 200])
def test_schedules_a_second_inside_hypothesis(benchmark, tell, schedules):
    """Hypothesis draws the program; the portfolio gives so many schedules of it."""
    ran = 0

    @settings(
        max_examples=40,
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(2, 4), st.integers(2, 5))
    def explore(tasks, steps):
        nonlocal ran
        for _, choices in zip(range(schedules), portfolio(0), strict=False):
            ending(lambda point: tiny(point, tasks=tasks, steps=steps), choices)
            ran += 1

    rates = []

    def measured():
        nonlocal ran
        ran, begin = 0, process_time()
        explore()
        rates.append(ran / (process_time() - begin))

    benchmark.pedantic(measured, rounds=7)
    tell("schedules", median(rates), "a second")
