"""Delays: one task after the other, with no more than the given number of exceptions."""

from itertools import pairwise
from random import Random

import pytest
from haiway_conformance.exploration import Delays


def drawn(seed, delays, length=20):
    return Delays(Random(seed), delays=delays, length=length)


def interleaving(order, lengths):
    """In which order tasks run that have so many steps each and never wait for each other."""
    left = dict(enumerate(lengths))
    ran = []
    while left:
        able = sorted(left)
        task = able[order.pick(able)] if len(able) > 1 else able[0]
        ran.append(task)
        left[task] -= 1
        if not left[task]:
            del left[task]
    return ran


def test_without_delays_there_is_one_schedule():
    runs = {tuple(interleaving(drawn(seed, 0), (3, 2, 4))) for seed in range(50)}
    assert runs == {(0, 0, 0, 1, 1, 2, 2, 2, 2)}


@pytest.mark.parametrize("delays", [1, 2, 3])
def test_tasks_give_way_as_often_as_there_are_delays(delays):
    """Of three tasks that could all go on."""
    given_way = set()
    for seed in range(200):
        order = drawn(seed, delays)
        ran = [0, *(order.pick("abc") for _ in range(20))]
        given_way.add(sum(one != other for one, other in pairwise(ran)))
    assert given_way == {delays}


def test_a_delay_gives_the_turn_to_the_next_in_the_ring():
    for seed in range(50):
        order = drawn(seed, 1, length=1)
        assert [order.pick("abc") for _ in range(3)] == [1, 1, 1]
        assert order.pick("ac") == 1, "b waits: c is next"
        assert order.pick("abc") == 2, "whoever has the turn keeps it"
        assert order.pick("ab") == 0, "c waits: the ring begins anew"


def test_a_task_that_appears_late_has_the_last_place():
    order = drawn(0, 0)
    assert order.pick("ab") == 0
    assert order.pick("xab") == 1
    assert order.pick("xb") == 1
    assert order.pick("x") == 0


def test_of_several_events_of_one_task_the_oldest_comes_first():
    order = drawn(0, 0)
    assert [order.pick("aab") for _ in range(3)] == [0, 0, 0]


def test_there_are_no_more_delays_than_decisions():
    order = drawn(0, 3, length=2)
    assert [order.pick("ab") for _ in range(4)] == [1, 0, 0, 0]
