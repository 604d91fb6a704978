"""A `CauseTrackingLoop` reports what the environment does differently than in the canonical run."""

import asyncio

import pytest
from cause_recorder import CauseRecorder
from haiway_conformance.simulated_loop import (
    ReplayChoices,
    TimerFired,
)


class Once:
    """Gives one answer, to the first question with a label, and else the canonical one."""

    def __init__(self, label, answer):
        self.label, self.answer = label, answer

    def choose(self, label, options, waiters):
        if label != self.label or options <= self.answer:
            return 0
        self.label = "none"
        return self.answer


@pytest.mark.parametrize(
    ("label", "answer", "deviation"),
    [
        ("quiet:early", 1, "second completes although callbacks are ready"),
        ("quiet:time", 1, "a timer fires although callbacks are ready"),
        ("next", 1, "second completes first, instead of first"),
        ("next", 2, "a timer fires first, instead of first"),
        ("quiet:also", 1, "second completes in the same iteration"),
    ],
)
def test_deviations_of_the_environment_are_reported(label, answer, deviation):
    recorder = CauseRecorder(Once(label, answer))

    async def waits(label):
        await recorder.loop.external_event(label)

    async def main():
        tasks = [asyncio.create_task(waits(each)) for each in ("first", "second")]
        await asyncio.sleep(0)
        await asyncio.sleep(1)
        await asyncio.wait(tasks)

    recorder.run(main())
    assert recorder.deviations == [deviation]


def test_which_of_two_timers_fires_first_is_reported():
    recorder = CauseRecorder(ReplayChoices({0: 1}))

    async def one():
        await asyncio.sleep(1)

    async def other():
        await asyncio.sleep(1)
        recorder.note("other")

    async def main():
        await asyncio.wait([asyncio.create_task(one()), asyncio.create_task(other())])

    recorder.run(main())
    assert recorder.deviations == ["a timer fires first, instead of that of one"]
    cause = recorder.causes["other"]
    assert isinstance(cause, TimerFired)
    assert cause.deviation is not None
