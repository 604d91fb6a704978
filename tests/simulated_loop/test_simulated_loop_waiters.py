"""A source of choices can learn which task each answer lets continue."""

import asyncio

import pytest
from haiway_conformance.simulated_loop import (
    CLOCK,
    NOTHING,
    Readiness,
    SimulatedLoop,
    run_simulated,
)


async def _events(*readiness, timer=None):
    """Begin external events all at once; return the order and iterations in which they complete."""
    loop, seen = asyncio.get_running_loop(), []
    for index, each in enumerate(readiness):
        loop.external_event(f"p{index}", each).add_done_callback(
            lambda _, index=index: seen.append((f"p{index}", loop.iteration))
        )
    if timer is not None:
        loop.call_later(timer, lambda: seen.append(("timer", loop.iteration)))
    expected = len(readiness) + (timer is not None)
    while len(seen) < expected:
        await loop.external_event("tick", Readiness.IDLE)
    return seen


class RecordsWaiters:
    """Answers canonically, except each label's first question; records the waiters of options.

    Args:
        answers: The answers by label.
    """

    def __init__(self, **answers):
        self._answers = {label.replace("_", ":"): each for label, each in answers.items()}
        self.told = {}

    def choose(self, label, options, waiters):
        self.told.setdefault(label, []).append(list(waiters()))
        assert len(waiters()) == options
        return self._answers.pop(label, 0)


@pytest.mark.parametrize("factory", [None, asyncio.eager_task_factory], ids=["lazy", "eager"])
def test_a_source_can_learn_the_waiters(factory):
    """The same task, whatever it waits for; idle events last, then the clock."""

    async def twice(loop, readiness):
        await loop.external_event("once", readiness)
        await loop.external_event("again", readiness)

    async def main():
        loop = asyncio.get_running_loop()
        tasks = [asyncio.create_task(twice(loop, each)) for each in (Readiness.IDLE, Readiness.ANY)]
        tasks.append(asyncio.create_task(asyncio.sleep(1)))
        await asyncio.wait(tasks)

    choices = RecordsWaiters()
    run_simulated(SimulatedLoop(choices, task_factory=factory), main())
    # Main is 1.
    assert choices.told["next"] == [[3, 2, CLOCK], [3, 2, CLOCK], [2, CLOCK], [2, CLOCK]]
    assert choices.told["quiet:also"] == [[NOTHING, 2], [NOTHING, 2]]
    assert {tuple(each) for each in choices.told["quiet:time"]} == {(NOTHING, CLOCK)}


def test_a_source_can_learn_the_waiters_of_early_completions():
    """Without the events that wait for idleness."""

    async def main():
        loop = asyncio.get_running_loop()
        loop.external_event("idle", Readiness.IDLE)
        loop.external_event("never", Readiness.NEVER)
        tasks = [asyncio.create_task(_events("any")) for _ in range(3)]
        await asyncio.wait(tasks)

    choices = RecordsWaiters(next=1)
    run_simulated(SimulatedLoop(choices), main())
    assert choices.told["quiet:early"][0] == [NOTHING, 2, 4]


def test_a_source_can_learn_which_tasks_set_timers_that_are_due_together():
    async def main():
        await asyncio.gather(*(asyncio.sleep(1) for _ in range(3)))

    choices = RecordsWaiters(tie=1)
    run_simulated(SimulatedLoop(choices), main())
    assert choices.told["tie"] == [[2, 3, 4], [2, 4]]


def test_tasks_that_are_not_simulated_are_identified_by_their_names():
    async def main():
        loop = asyncio.get_running_loop()

        async def wait():
            await loop.external_event("p")

        others = [asyncio.Task(wait(), name=name) for name in ("one", "other")]
        await asyncio.wait([*others, asyncio.create_task(wait())])

    choices = RecordsWaiters()
    run_simulated(SimulatedLoop(choices), main())
    assert choices.told["next"] == [["one", "other", 2], ["other", 2]]


def test_what_a_callback_waits_for_belongs_to_no_task():
    async def main():
        loop = asyncio.get_running_loop()
        loop.call_soon(loop.external_event, "p")
        await asyncio.sleep(0)
        await loop.external_event("q")

    choices = RecordsWaiters()
    run_simulated(SimulatedLoop(choices), main())
    assert choices.told["next"] == [[None, 1]]
