"""Every answer to a question has the effect described; 0 is the canonical one."""

import asyncio
from itertools import permutations

import pytest
from haiway_conformance.simulated_loop import (
    Canonical,
    RandomWalk,
    Readiness,
    Recording,
    ReplayChoices,
    Returned,
    SimulatedLoop,
    run_simulated,
)


class Script:
    """Answers each label's questions from a list, and 0 after its end.

    Args:
        answers: The answers by label.
    """

    def __init__(self, **answers):
        self._answers = {label.replace("_", ":"): list(each) for label, each in answers.items()}
        self.asked = []

    def choose(self, label, options, waiters):
        assert options >= 2, "a question has several answers"
        assert len(waiters()) == options
        self.asked.append((label, options))
        answers = self._answers.get(label)
        return answers.pop(0) if answers else 0


def returned(main, choices=None):
    ending = run_simulated(SimulatedLoop(choices), main).ending
    assert isinstance(ending, Returned), ending
    return ending.value


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


def _names(seen):
    return [name for name, _ in seen]


def test_canonically_external_events_complete_one_by_one_in_order():
    """Each alone in its iteration; those that wait for idleness, and timers, come last."""
    seen = returned(_events("any", "any", "idle", "any", timer=1))
    assert _names(seen) == ["p0", "p1", "p3", "p2", "timer"]
    assert len({iteration for _, iteration in seen}) == 5


def test_next_decides_which_external_event_completes():
    async def main():
        loop = asyncio.get_running_loop()
        points = [loop.external_event(f"p{index}") for index in range(3)]
        done, _ = await asyncio.wait(points, return_when=asyncio.FIRST_COMPLETED)
        return [each in done for each in points].index(True)

    assert [returned(main(), Script(next=[answer])) for answer in range(3)] == [0, 1, 2]


def test_the_last_answer_to_next_lets_time_pass_instead():
    async def main():
        loop = asyncio.get_running_loop()
        point, timer = loop.external_event("p"), asyncio.ensure_future(asyncio.sleep(1))
        done, _ = await asyncio.wait([point, timer], return_when=asyncio.FIRST_COMPLETED)
        timer.cancel()
        return timer in done

    assert returned(main(), Script(next=[0])) is False
    choices = Script(next=[1])
    assert returned(main(), choices) is True
    assert ("next", 2) in choices.asked


def test_quiet_also_completes_more_external_events_in_the_same_iteration():
    """One more, or all, in any order."""
    choices = Script(next=[1], quiet_also=[2, 1])
    (one, i), (two, j), (three, k) = returned(_events("any", "any", "any"), choices)
    assert (one, two, three) == ("p1", "p2", "p0")
    assert i == j == k
    seen = returned(_events("any", "any", "any"), Script(quiet_also=[1]))
    (_, i), (_, j), (_, k) = seen
    assert i == j < k


def test_quiet_early_completes_an_external_event_although_callbacks_are_ready():
    async def main():
        loop, seen = asyncio.get_running_loop(), []
        loop.external_event("p").add_done_callback(lambda _: seen.append("point"))
        loop.external_event("q").add_done_callback(lambda _: seen.append("another"))
        for _ in range(3):
            await asyncio.sleep(0)
            seen.append("callback")
        return seen

    # The event completes behind the callbacks of its iteration; its own run in the next one, behind
    # those that were scheduled before it completed.
    assert returned(main()) == ["callback"] * 3
    early = returned(main(), Script(quiet_early=[1]))
    assert early == ["callback", "callback", "point", "callback"]
    both = returned(main(), Script(quiet_early=[2, 1]))
    assert both == ["callback", "callback", "another", "callback", "point"]


def test_quiet_time_lets_a_deadline_pass_although_callbacks_are_ready():
    async def main():
        loop = asyncio.get_running_loop()
        loop.call_later(5, lambda: None)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return loop.time()

    assert returned(main()) == 0.0
    choices = Script(quiet_time=[1])
    assert returned(main(), choices) == 5.0
    assert choices.asked == [("quiet:time", 2)], "there is nothing to ask when no timer is left"


def test_tie_reaches_every_order_of_timers_that_are_due_together():
    async def main():
        loop, seen = asyncio.get_running_loop(), []
        for index in range(4):
            loop.call_at(1, seen.append, index)
        await asyncio.sleep(2)
        return tuple(seen)

    reached = {
        returned(main(), Script(tie=[first, second, third]))
        for first in range(4)
        for second in range(3)
        for third in range(2)
    }
    assert reached == set(permutations(range(4)))
    assert returned(main()) == (0, 1, 2, 3)
    assert len({returned(main(), RandomWalk(seed)) for seed in range(300)}) == 24


def test_timers_that_are_not_due_together_are_never_exchanged():
    """Nor are those that a tie is asked about exchanged with earlier or later ones."""

    async def main():
        loop, seen = asyncio.get_running_loop(), []
        for when in (3, 1, 2, 1, 3, 2):
            loop.call_at(when, seen.append, when)
        await asyncio.sleep(4)
        return seen

    for seed in range(100):
        assert returned(main(), RandomWalk(seed)) == [1, 1, 2, 2, 3, 3]


def test_idle_external_events_complete_only_when_nothing_else_can_run():
    for seed in range(100):

        async def main():
            loop = asyncio.get_running_loop()
            point = loop.external_event("p", Readiness.IDLE)
            for _ in range(10):
                await asyncio.sleep(0)
                assert not point.done()
            await point
            return True

        assert returned(main(), RandomWalk(seed))


def test_external_events_that_never_complete_never_do():
    async def main():
        loop = asyncio.get_running_loop()
        never = loop.external_event("never", Readiness.NEVER)
        for _ in range(5):
            await loop.external_event("p")
            await asyncio.sleep(1)
        return never.done()

    for seed in range(30):
        assert returned(main(), RandomWalk(seed)) is False


def test_an_external_event_after_a_milestone_waits_for_it():
    async def main():
        loop = asyncio.get_running_loop()
        late = loop.external_event("late", after="milestone")
        await loop.external_event("p", Readiness.IDLE)
        assert not late.done()
        loop.environment.reach("milestone")
        loop.environment.reach("milestone")  # twice changes nothing
        await late
        await loop.external_event("at once", after="milestone")
        return True

    for seed in range(30):
        assert returned(main(), RandomWalk(seed))


def test_an_external_event_whose_waiter_was_cancelled_is_forgotten():
    async def main():
        loop = asyncio.get_running_loop()
        first, second = loop.external_event("p"), loop.external_event("q")
        first.cancel()
        await second
        return first.cancelled()

    choices = Script()
    assert returned(main(), choices) is True
    assert choices.asked == [], "one event is left, so there is no question"


def test_a_walk_reaches_every_answer_and_repeats_itself():
    def answers(seed, label):
        walk = RandomWalk(seed)
        return [walk.choose(label, 3) for _ in range(50)]

    assert answers(7, "next") == answers(7, "next") != answers(8, "next")
    assert set(answers(7, "next")) == {0, 1, 2}
    quiet = [answers(seed, "quiet:early") for seed in range(30)]
    assert {answer for each in quiet for answer in each} == {0, 1, 2}
    assert [0] * 50 in quiet, "some walks leave a busy loop alone"


def test_a_recording_keeps_deviations_and_replay_choices_replay_them():
    recording = Recording(ReplayChoices({1: 2, 3: 9, 4: -3}))
    assert [recording.choose("next", 3) for _ in range(5)] == [0, 2, 0, 2, 0]
    assert recording.asked == 5
    assert dict(recording.deviations) == {1: 2, 3: 2}
    assert [Canonical().choose("next", 3) for _ in range(5)] == [0] * 5


@pytest.mark.parametrize("error", [ZeroDivisionError, GeneratorExit])
def test_a_source_of_choices_may_end_the_run(error):
    """Its exception is not mistaken for one of the program: Hypothesis ends examples like this."""

    class Ending:
        def choose(self, label, options, waiters):
            raise error

    async def main():
        loop = asyncio.get_running_loop()
        await asyncio.wait([loop.external_event("p"), loop.external_event("q")])

    coroutine = main()
    loop = SimulatedLoop(Ending())
    with pytest.raises(error):
        run_simulated(loop, coroutine)
    assert loop.is_closed()
    coroutine.close()


def test_cleaning_up_asks_nothing():
    """The clean-up is not part of the schedule, so no deviations are spent on it."""

    async def main():
        loop = asyncio.get_running_loop()

        async def stubborn():
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.wait([loop.external_event("p"), loop.external_event("q")])

        loop.task = asyncio.create_task(stubborn())
        await asyncio.sleep(0)

    choices = Script()
    returned(main(), choices)
    assert choices.asked == []
