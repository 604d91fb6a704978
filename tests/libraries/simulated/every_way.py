"""Simulate a program that uses a package in every way that `simulate` has."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from haiway_conformance.simulation import SimulationFailed, simulate

__all__ = ("finding", "passes_every_way")

type Program = Callable[[], Coroutine[Any, Any, Any]]

SCHEDULES = 100
"""The number of schedules of each way; the rate of an exhaustive search is about the same."""


def passes_every_way(main: Program, cancelled: str = "") -> None:
    """Simulate a program with lazy and eager tasks, with cancellation everywhere, exhaustively.

    Args:
        main: The program.
        cancelled: The tasks to be cancelled, as for `simulate`.
    """
    for eager in (False, True):
        simulate(main, schedules=SCHEDULES, eager=eager)
        simulate(main, schedules=SCHEDULES, eager=eager, cancel="everywhere", cancelled=cancelled)
    simulate(main, schedules=SCHEDULES, exhaustive=True)


def finding(main: Program, **settings: Any) -> SimulationFailed:
    """Return what `simulate` finds in a program; it fails the test if that is nothing.

    Args:
        main: The program.
        settings: As for `simulate`.
    """
    with pytest.raises(SimulationFailed) as raised:
        simulate(main, **settings)
    return raised.value
