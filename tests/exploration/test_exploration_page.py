"""The page on exploration is right about all schedules of small programs."""

import asyncio
import re
import textwrap
from pathlib import Path

from haiway_conformance.judgement import PROFILES
from schedules_of import enumerated

PAGE = (Path(__file__).parents[2] / "docs" / "exploration.md").read_text(encoding="utf-8")


def test_the_bounds_are_those_of_the_profiles():
    rows = re.findall(r"^\| `(\w+)` \|(.*)\|$", PAGE, re.MULTILINE)
    assert [name for name, _ in rows if name in PROFILES] == list(PROFILES)
    for name, cells in rows:
        if name not in PROFILES:
            continue
        small = PROFILES[name].exhaustive
        numbers = [int(each.replace(",", "")) for each in re.findall(r"[\d,]+", cells)]
        assert numbers == (
            [0]
            if small is None
            else [
                small.programs,
                small.operations,
                small.cancels,
                small.schedules.deviations,
                small.schedules.schedules,
            ]
        )


def test_the_example_has_as_many_schedules_as_it_says():
    shown = re.search(
        r":caption: (\d+) schedules, of which (\d+) are run\n\n(.*?)```", PAGE, re.DOTALL
    )
    assert shown is not None
    schedules, run, source = shown.groups()
    names = {"asyncio": asyncio}
    exec(f"async def program(loop, log):\n{textwrap.indent(source, '    ')}", names)
    assert enumerated(names["program"], 9, reducing=False)[0].run == int(schedules)
    assert enumerated(names["program"], 9)[0].run == int(run)
