"""The network in memory is one that asyncio's own programs can't tell from a real one."""

import asyncio
from typing import Any

import network_server_programs  # noqa: F401 - adds its programs
import pytest
from haiway_conformance.simulation import simulate
from network_programs import PROGRAMS, Program

LEFT = ("tasks", "timers")


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.__name__)
def test_a_real_network_shows_nothing_else(program: Program) -> None:
    real = asyncio.run(program())
    results: list[Any] = list(simulate(program, schedules=16, allow=LEFT).results)
    assert real in results
    assert len(results) <= 3, results
