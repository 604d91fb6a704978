"""The portfolio finds bugs soon, is repeatable, and raises no false alarm."""

import asyncio
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path
from statistics import median

import pytest
from canonical_programs import PROGRAMS, ending, lost_update, schedules_until_found, tiny
from haiway_conformance.exploration import Delays, Paced, Priorities, portfolio
from haiway_conformance.exploration.deadlines import Deadlines
from haiway_conformance.simulated_loop import (
    Canonical,
    RandomWalk,
    Recording,
    ReplayChoices,
    Returned,
    SimulatedLoop,
    run_simulated,
)

SEEDS = 200


@pytest.mark.parametrize(
    ("name", "schedules"),
    [
        ("lost update, near", 6),
        ("lost update, far", 12),
        ("deadlock of two", 8),
        ("deadlock of three", 45),
    ],
)
def test_canonical_bugs_are_found_soon(name, schedules):
    """The median over the seeds; the canonical run counts as the first, and is all right."""
    program = PROGRAMS[name]
    assert isinstance(ending(program, Canonical()), Returned)
    found = [schedules_until_found(program, seed, schedules + 1) for seed in range(SEEDS)]
    assert median(found) <= schedules


async def with_deadlines(loop, log):
    """Points, timers, ties, and tasks that begin at once where the factory is eager."""

    async def work(name):
        try:
            async with asyncio.timeout(2):
                await asyncio.gather(
                    loop.external_event(name), loop.external_event(name), asyncio.sleep(1)
                )
                await loop.external_event(name)
        except TimeoutError:
            log.append(f"{name} too late at {loop.time():g}")
        log.append(name)

    async with asyncio.TaskGroup() as group:
        for index in range(4):
            group.create_task(work(f"w{index}"))
            await asyncio.sleep(0)


FACTORIES = {"lazy": None, "eager": asyncio.eager_task_factory}


def logged(choices, factory="lazy"):
    log = []
    loop = SimulatedLoop(choices, task_factory=FACTORIES[factory])
    log.append(repr(run_simulated(loop, with_deadlines(loop, log)).ending))
    return [*log, loop.time(), loop.iteration]


def main():
    """Print all runs: the program that the other processes run."""
    # Objects of different sizes, so that addresses differ from process to process.
    _ = [bytearray(int(sys.argv[1]) % 997) for _ in range(int(sys.argv[1]))]
    for factory in FACTORIES:
        for choices in islice(portfolio(3), 25):
            sys.stdout.write(f"{logged(choices, factory)}\n")


def test_the_same_seed_gives_the_same_runs_in_every_process():
    def told(hash_seed):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        command = [sys.executable, Path(__file__), hash_seed]
        return subprocess.run(command, env=environment, check=True, capture_output=True).stdout

    first, second = told("1"), told("4321")
    assert first == second
    assert len(set(first.splitlines())) > 25, "the schedules do not differ"


def test_another_seed_gives_other_runs():
    def runs(seed):
        return [logged(choices) for choices in islice(portfolio(seed), 9)]

    assert runs(1) == runs(1) != runs(2)


@pytest.mark.parametrize("factory", FACTORIES)
def test_a_tape_of_the_deviations_replays_every_run(factory):
    for choices in islice(portfolio(5), 60):
        recording = Recording(choices)
        expected = logged(recording, factory)
        replaying = Recording(ReplayChoices(recording.deviations))
        assert logged(replaying, factory) == expected
        assert replaying.deviations == recording.deviations
        assert replaying.asked == recording.asked


def test_the_first_run_is_canonical():
    recording = Recording(next(portfolio(1)))
    assert logged(recording) == logged(Canonical())
    assert recording.asked
    assert not recording.deviations


def orders_of(sources):
    return {type(getattr(each, "_order", each)) for each in sources}


def test_all_strategies_have_their_turns():
    sources = portfolio(0)
    logged(next(sources))
    assert orders_of(islice(sources, 8)) == {Priorities, RandomWalk, Delays, Deadlines}


def test_deadlines_have_no_turn_where_there_are_none():
    sources = portfolio(0)
    ending(tiny, next(sources))
    assert Deadlines not in orders_of(islice(sources, 8))


def test_the_length_of_a_run_is_learned():
    """Where tasks make few steps, priorities change early; where they make many, late as well."""

    def changes(steps):
        sources = portfolio(0)
        ending(lambda point: tiny(point, tasks=2, steps=steps), next(sources))
        orders = [each._order for each in islice(sources, 100) if isinstance(each, Paced)]
        return {at for each in orders if isinstance(each, Priorities) for at in each._changes}

    assert changes(3) <= set(range(1, 7))
    assert max(changes(20)) > 25


def test_a_program_without_choices_has_canonical_runs_only():
    async def alone(point):
        for _ in range(3):
            await point()

    for choices in islice(portfolio(0), 20):
        recording = Recording(choices)
        assert isinstance(ending(alone, recording), Returned)
        assert not recording.asked


async def beside_one_that_never_rests(point):
    """Main waits for a task of many steps, beside one that goes on and on."""

    async def go_on():
        while True:
            await point()

    async def work():
        for _ in range(60):
            await point()

    restless = asyncio.create_task(go_on())
    await asyncio.create_task(work())
    restless.cancel()


async def beside_one_that_is_slow(point):
    """Between its points the other is busy: there are many iterations to a decision."""

    async def go_on():
        while True:
            await point()
            for _ in range(8):
                await asyncio.sleep(0)

    busy = asyncio.create_task(go_on())
    for _ in range(10):
        await point()
    busy.cancel()


async def beside_a_clock(point):
    """The same beside one that sleeps again and again."""

    async def tick():
        while True:  # noqa: ASYNC110 - a clock it is
            await asyncio.sleep(1)

    async def work():
        for _ in range(60):
            await point()

    ticking = asyncio.create_task(tick())
    await asyncio.create_task(work())
    ticking.cancel()


@pytest.mark.parametrize(
    "program", [beside_one_that_never_rests, beside_one_that_is_slow, beside_a_clock]
)
def test_no_strategy_is_unfair_for_so_long_that_a_program_seems_to_hang(program):
    """At the patience with which the suite's programs are run."""
    for seed in range(10):
        for choices in islice(portfolio(seed), 40):
            found = ending(program, choices, iterations=1_000)
            assert isinstance(found, Returned), f"{found} under {choices}"


def test_programs_that_are_right_raise_no_alarm():
    async def right(point):
        await lost_update(point, stagger=3, tasks=1)
        await tiny(point)

    for choices in islice(portfolio(0), 100):
        assert isinstance(ending(right, choices), Returned)


if __name__ == "__main__":
    main()
