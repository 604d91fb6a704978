"""The cost of an event as programs grow: it stays the same where the cost is linear."""

import gc
from itertools import islice
from time import process_time

import pytest
from canonical_programs import ending, tiny
from haiway_conformance.exploration import portfolio
from haiway_conformance.simulated_loop import Canonical, RandomWalk, Returned

pytestmark = pytest.mark.benchmark(timer=process_time)

STEPS = 5


def run(program, choices):
    """However long it takes: large programs are no livelock."""
    assert isinstance(ending(program, choices, steps=10**9, iterations=10**9), Returned)


def of_the_portfolio(number):
    """Give the source of that number; before it the canonical run is made, to learn from."""

    def source(program):
        sources = portfolio(0)
        run(program, next(sources))
        return next(islice(sources, number - 1, None))

    return source


SOURCES = {
    "canonical": lambda _: Canonical(),
    "quiet walk": lambda _: RandomWalk(1),
    "lively walk": lambda _: RandomWalk(2),
    "priorities": of_the_portfolio(1),
    "delays": of_the_portfolio(7),
}


@pytest.mark.parametrize("tasks", [4, 40, 400, 4_000])
@pytest.mark.parametrize("source", SOURCES)
def test_cost_of_an_event(benchmark, tell, source, tasks):
    def program(point):
        return tiny(point, tasks=tasks, steps=STEPS)

    gc.collect()
    gc.freeze()
    benchmark.pedantic(
        run, setup=lambda: ((program, SOURCES[source](program)), {}), rounds=max(3, 400 // tasks)
    )
    gc.unfreeze()
    tell("an event", benchmark.stats.stats.median / (tasks * STEPS) * 1e6, "microseconds")
