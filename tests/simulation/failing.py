"""Simulate programs that are wrong, and look at their failures."""

import traceback
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from haiway_conformance.simulation import SimulationFailed, simulate

type Program = Callable[[], Coroutine[Any, Any, Any]]


def failure(program: Program, **settings: Any) -> SimulationFailed:
    with pytest.raises(SimulationFailed) as raised:
        simulate(program, **settings)
    return raised.value


def lines_of(error: BaseException) -> list[str]:
    """Return the lines of source in the traceback of an exception."""
    return [each.line or "" for each in traceback.extract_tb(error.__traceback__)]
