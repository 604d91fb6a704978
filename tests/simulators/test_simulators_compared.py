"""The page that compares simulators shows what was measured; and our own programs are what it says.

What was measured is in `measured.json`. No figure is measured here: machines differ.
"""

import asyncio
import json

import pytest
from haiway_conformance.simulation import SimulationFailed, simulate, world
from measure import MEASURED
from programs_in_order import RIGHT
from programs_with_bugs import BUGS, TINY, main
from tables import PAGE, written


def outside():
    return world.event("outside")


def test_the_page_shows_what_was_measured():
    page = PAGE.read_text("utf-8")
    assert written(page) == page, "write it anew: python tests/simulators/tables.py"


def test_each_simulator_on_the_page_was_measured():
    drivers = pytest.importorskip("drivers").DRIVERS
    measured = json.loads(MEASURED.read_text("utf-8"))["ways"]
    assert list(measured) == list(drivers)
    for name, way in measured.items():
        assert (way["tool"], way["setting"]) == (drivers[name].tool, drivers[name].setting)


@pytest.mark.parametrize("bug", BUGS, ids=lambda each: each.name)
def test_each_bug_is_found_but_not_in_the_usual_order(bug):
    simulate(lambda: main(bug, outside), schedules=1)
    with pytest.raises(SimulationFailed):
        simulate(lambda: main(bug, outside), schedules=400)


@pytest.mark.parametrize("right", [TINY, *RIGHT], ids=lambda each: each.name)
def test_nothing_is_found_in_what_is_right(right):
    simulate(lambda: main(right, outside), schedules=50)
    simulate(lambda: main(right, outside), schedules=200, exhaustive=True)


@pytest.mark.parametrize("right", [TINY, *RIGHT], ids=lambda each: each.name)
def test_plain_asyncio_agrees_that_it_is_right(right):
    asyncio.run(main(right, lambda: asyncio.sleep(0)))
