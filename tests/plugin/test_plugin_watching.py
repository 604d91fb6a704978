"""A property that never ends is stopped; and the more of them there were, the sooner."""

import signal
import time
from asyncio import events
from types import SimpleNamespace

import pytest
from haiway_conformance.plugin import watching
from haiway_conformance.plugin.stopping import StopLatch, Stopped
from haiway_conformance.plugin.watching import CAN_WATCH, watched

pytestmark = pytest.mark.skipif(not CAN_WATCH, reason="no timer interrupts Python there")


@pytest.fixture
def seconds_until_stopped(monkeypatch):
    """Return how many seconds a property may hold the loop, on a clock of the test's own."""
    monkeypatch.setattr(watching._Stuck, "times", 0)

    def seconds(deaths):
        clock, loop = 0.0, SimpleNamespace(iteration=1)
        with monkeypatch.context() as patch:
            patch.setattr(time, "monotonic", lambda: clock)
            patch.setattr(events, "_get_running_loop", lambda: loop)
            with watched(StopLatch(), 300, deadly=False, deaths=deaths):
                look = signal.getsignal(signal.SIGALRM)
                try:
                    while True:
                        look(signal.SIGALRM, None)
                        clock += 1
                except Stopped:
                    return clock

    return seconds


def test_a_loop_that_is_held_again_and_again_is_held_for_less_time(seconds_until_stopped):
    assert [seconds_until_stopped(0) for _ in range(4)] == [10, 5, 3, 3]


def test_so_it_is_where_processes_died_before(seconds_until_stopped):
    assert [seconds_until_stopped(1) for _ in range(3)] == [5, 3, 3]
    assert seconds_until_stopped(1_000) == 3
