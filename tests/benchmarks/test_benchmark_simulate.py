"""Schedules a second of `simulate`, and the number of them until races and deadlocks are found."""

import gc
from itertools import count
from statistics import median, quantiles
from time import process_time

import pytest
from canonical_programs import PROGRAMS, schedules_simulated_until_found, tiny
from haiway_conformance.simulation import simulate, world

pytestmark = pytest.mark.benchmark(timer=process_time)

TURNS = 15
SCHEDULES = 300  # in each turn
SEEDS = 200
AT_MOST = 400  # what is not found by then counts as found there

INVARIANTS = {"alone": None, "with an invariant": lambda: True}


@pytest.mark.parametrize("invariant", INVARIANTS)
def test_schedules_a_second_of_simulate(benchmark, tell, invariant):
    seeds = count()

    def simulated():
        ran = simulate(
            lambda: tiny(lambda: world.event("p")),
            schedules=SCHEDULES,
            seed=next(seeds),
            invariant=INVARIANTS[invariant],
        )
        assert ran.schedules == SCHEDULES

    gc.collect()
    gc.freeze()
    benchmark.pedantic(simulated, rounds=TURNS, warmup_rounds=1)
    gc.unfreeze()
    tell("schedules", SCHEDULES / benchmark.stats.stats.median, "a second")


@pytest.mark.parametrize("program", PROGRAMS)
def test_schedules_until_simulate_finds_it(benchmark, tell, program):
    found = benchmark.pedantic(
        lambda: [
            schedules_simulated_until_found(PROGRAMS[program], each, AT_MOST)
            for each in range(SEEDS)
        ],
        rounds=1,
    )
    tell("median", median(found), "schedules")
    tell("nine of ten within", quantiles(found, n=10)[-1], "schedules")
