"""Pace: when the environment acts although it could stay quiet, and how long an order decides."""

from random import Random

from haiway_conformance.exploration import Paced
from haiway_conformance.exploration.deadlines import Deadlines
from haiway_conformance.simulated_loop import CLOCK, NOTHING


class Last:
    """Picks what is last, and remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def pick(self, waiters):
        self.asked.append(list(waiters))
        return len(waiters) - 1


def choose(choices, label, *waiters):
    return choices.choose(label, len(waiters), lambda: waiters)


def test_in_a_quiet_world_only_what_has_to_happen_does():
    choices = Paced(Last(), Random(0), events=0, time=0, questions=999)
    for _ in range(50):
        assert choose(choices, "quiet:early", NOTHING, 1, 2) == 0
        assert choose(choices, "quiet:also", NOTHING, 1, 2) == 0
        assert choose(choices, "quiet:time", NOTHING, CLOCK) == 0
    assert choose(choices, "next", 1, 2, 3) == 2
    assert choose(choices, "tie", 1, 2) == 1


def test_in_a_lively_world_the_order_decides_what_happens():
    order = Last()
    choices = Paced(order, Random(0), events=1, time=1, questions=999)
    assert choose(choices, "quiet:early", NOTHING, 1, 2) == 2
    assert choose(choices, "quiet:also", NOTHING, 1, 2, 3) == 3
    assert order.asked == [[1, 2], [1, 2, 3]]


def test_what_would_be_the_only_thing_to_happen_is_no_decision():
    order = Last()
    choices = Paced(order, Random(0), events=1, time=1, questions=999)
    assert choose(choices, "quiet:early", NOTHING, 1) == 1
    assert choose(choices, "quiet:time", NOTHING, CLOCK) == 1
    assert order.asked == []


def test_time_and_events_have_paces_of_their_own():
    choices = Paced(Last(), Random(0), events=0, time=1, questions=999)
    assert choose(choices, "quiet:time", NOTHING, CLOCK) == 1
    assert choose(choices, "quiet:early", NOTHING, 1, 2) == 0
    choices = Paced(Last(), Random(0), events=0.5, time=0, questions=999)
    assert {choose(choices, "quiet:early", NOTHING, 1) for _ in range(50)} == {0, 1}


def test_after_its_questions_a_run_goes_on_canonically():
    order = Last()
    choices = Paced(order, Random(0), events=1, time=1, questions=4)
    assert choose(choices, "quiet:time", NOTHING, CLOCK) == 1
    assert [choose(choices, "next", 1, 2) for _ in range(5)] == [1, 1, 1, 0, 0]
    assert choose(choices, "quiet:early", NOTHING, 1, 2) == 0
    assert choose(choices, "quiet:time", NOTHING, CLOCK) == 0
    assert len(order.asked) == 3


def test_deadlines_pass_as_readily_as_points_complete_and_points_in_their_order():
    order = Deadlines(Random(0))
    assert {order.pick((1, 2, 3, CLOCK)) for _ in range(50)} == {0, 3}
    assert {order.pick((1, 2, 3)) for _ in range(50)} == {0}
