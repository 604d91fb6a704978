"""The programs with which exploration is measured.

Each takes `point`: it begins something that the outside world completes at any time. All are right
when points complete in the order in which they were asked for.
"""

import asyncio
from functools import partial

from haiway_conformance.exploration import portfolio
from haiway_conformance.simulated_loop import Returned, SimulatedLoop, run_simulated
from haiway_conformance.simulation import world
from haiway_conformance.simulation.exploring import explored
from haiway_conformance.simulation.settings import Settings
from haiway_conformance.simulation.single_run import run_once


async def tiny(point, tasks=4, steps=5):
    """Nothing can go wrong: for measuring how many runs there are in a second."""

    async def step_by_step():
        for _ in range(steps):
            await point()

    await asyncio.gather(*(step_by_step() for _ in range(tasks)))


async def lost_update(point, stagger, tasks=2):
    """Read, wait, write: each task begins so many points after the one before."""
    counted = 0

    async def count_one(number):
        nonlocal counted
        for _ in range(1 + number * stagger):
            await point()
        read = counted
        await point()
        counted = read + 1

    await asyncio.gather(*map(count_one, range(tasks)))
    if counted < tasks:
        raise ArithmeticError(f"{counted} of {tasks} updates are there")


async def philosophers(point, tasks, stagger=4):
    """Each takes its own lock, then its neighbour's; each begins so many points later."""
    forks = [asyncio.Lock() for _ in range(tasks)]

    async def dine(seat):
        for _ in range(1 + seat * stagger):
            await point()
        async with forks[seat]:
            await point()
            async with forks[(seat + 1) % tasks]:
                await point()

    await asyncio.gather(*map(dine, range(tasks)))


PROGRAMS = {
    "lost update, near": partial(lost_update, stagger=3),
    "lost update, 5 apart": partial(lost_update, stagger=5),
    "lost update, far": partial(lost_update, stagger=8),
    "lost update, 12 apart": partial(lost_update, stagger=12),
    "deadlock of two": partial(philosophers, tasks=2),
    "deadlock of three": partial(philosophers, tasks=3),
    "deadlock of four": partial(philosophers, tasks=4),
}


def ending(program, choices, **patience):
    """How a program ends that is given points."""
    loop = SimulatedLoop(choices)
    return run_simulated(loop, program(lambda: loop.external_event("p")), **patience).ending


def schedules_until_found(program, seed, at_most):
    """How many schedules of the portfolio it takes, the canonical one counted, to see it fail."""
    for number, choices in enumerate(portfolio(seed), 1):
        if number == at_most or not isinstance(ending(program, choices), Returned):
            return number
    raise AssertionError("the portfolio came to an end")


def schedules_simulated_until_found(program, seed, at_most):
    """How many schedules `simulate` runs until it sees it fail."""
    settings = Settings(schedules=at_most, seed=seed)

    def main():
        return program(lambda: world.event("p"))

    return explored(
        lambda *schedule: run_once(main, settings, *schedule), settings, lambda _: None
    ).runs
