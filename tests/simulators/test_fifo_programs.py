"""`simulate` finds nothing in programs that are right only because asyncio keeps documented orders.

Each of the programs goes wrong on a loop that permutes ready callbacks. A sample is run here;
`python tests/simulators/fifo_programs.py` runs a thousand.
"""

import asyncio
from random import Random

import pytest
from fifo_programs import PermutingLoop, drawn
from haiway_conformance.simulation import simulate, world

PROGRAMS = 40


def outside():
    return world.event("it happens outside")


@pytest.mark.parametrize(
    "options",
    [{}, {"exhaustive": True}, {"cancel": "everywhere"}],
    ids=["sampled", "exhaustive", "cancelled"],
)
@pytest.mark.parametrize("first", range(0, PROGRAMS, 10))
def test_nothing_is_found_in_them(first, options):
    for seed in range(first, first + 10):
        program = drawn(seed)
        simulate(lambda program=program: program.main(outside), schedules=30, seed=seed, **options)


# A group that is shutting down does not close the coroutine that it refuses, before Python 3.13.
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("first", range(0, PROGRAMS, 10))
def test_each_is_wrong_where_callbacks_change_places(first):
    for seed in range(first, first + 10):
        program = drawn(seed)
        assert any(_fails(program, PermutingLoop(Random(each))) for each in range(200))


def test_the_same_seed_gives_the_same_program():
    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def _fails(program, loop):
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        try:
            runner.run(program.main(lambda: asyncio.sleep(0)))
        except ExceptionGroup as group:
            return group.subgroup(AssertionError) is not None
    return False
