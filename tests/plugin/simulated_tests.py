"""Tests as people write them, with and without bugs, for the tests of simulations in pytest."""

# Imported here once: what pytester's runs import is forgotten after each of them.
import haiway_conformance.plugin.simulation_session
import haiway_conformance.simulation  # noqa: F401

HEAD = """\
import asyncio
import time
import unittest

import pytest
from haiway_conformance.simulation import SimulationFailed, simulate, simulated, world

"""

LOST_UPDATE = """\
class Stock:
    left = 3

    async def take(self):
        left = self.left
        await world.event("the database answers")
        self.left = left - 1

@simulated()
async def test_two_orders():
    stock = Stock()
    await asyncio.gather(stock.take(), stock.take())
    assert stock.left == 1
"""

# Found only where the second answer comes first.
OUT_OF_ORDER = """\
async def answer(answers, name):
    await world.event(f"{name} answers")
    answers.append(name)

@simulated()
async def test_answers_in_order():
    answers = []
    await asyncio.gather(answer(answers, "the first"), answer(answers, "the second"))
    assert answers[0] == "the first"
"""

DEADLOCK = """\
async def move(one, other):
    async with one:
        await world.event("the bank answers")
        async with other:
            pass

@simulated()
async def test_two_transfers():
    mine, yours = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(move(mine, yours), move(yours, mine))
"""

LEAK = """\
async def beat():
    while True:
        await asyncio.sleep(60)

@simulated(cancel="everywhere")
async def test_heart():
    heart = asyncio.create_task(beat())
    await world.event("the request is answered")
    heart.cancel()
"""

STARVED = """\
async def report():
    await asyncio.sleep(1)
    time.sleep(5)

async def beat():
    for _ in range(3):
        await asyncio.sleep(1)

@simulated()
async def test_report():
    await asyncio.gather(report(), beat())
"""

RIGHT = """\
@simulated()
async def test_right():
    first = asyncio.create_task(world.event("the first answers", returns=1))
    second = asyncio.create_task(world.event("the second answers", returns=2))
    done, _ = await asyncio.wait([first, second])
    assert sum(each.result() for each in done) == 3
"""

# In classes, with fixtures and parameters, and of unittest.
KINDS = """
@pytest.fixture
def numbers(): return [1, 2]

class TestClass:
    factor = 2

    @pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
    @simulated()
    async def test_method(self, numbers, times):
        first = await world.event("the first", returns=numbers[0])
        assert first * times == self.factor

class Case(unittest.TestCase):
    def setUp(self):
        self.limit = 1

    @simulated()
    async def test_method(self):
        self.assertEqual(await world.event("the answer", returns=self.limit), self.limit)

    @simulated()
    async def test_skipped(self):
        await world.event("the answer")
        self.skipTest("not today")

class AsyncCase(unittest.IsolatedAsyncioTestCase):
    async def test_theirs(self):
        await asyncio.sleep(0)

    @simulated()
    async def test_method(self):
        await world.event("the answer")
        self.assertEqual(1, 2)

@simulated()
async def test_skip():
    await world.event("the answer")
    pytest.skip("not today")

@simulated()
async def test_xfail():
    async with asyncio.TaskGroup() as group:
        group.create_task(world.event("the answer"))
        pytest.xfail("known")

@simulated()
async def test_fail():
    pytest.fail("no")
"""
