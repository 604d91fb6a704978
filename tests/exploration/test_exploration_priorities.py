"""Priorities: the highest goes first, they change a few times, and the paper's guarantee holds."""

from itertools import pairwise
from random import Random

import pytest
from haiway_conformance.exploration import Priorities


def drawn(seed, depth, length):
    return Priorities(Random(seed), depth=depth, length=length)


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


def stretches(ran):
    return 1 + sum(one != other for one, other in pairwise(ran))


def test_without_changes_tasks_run_one_after_the_other_in_any_order():
    runs = {tuple(interleaving(drawn(seed, 1, 9), (3, 3, 3))) for seed in range(200)}
    assert len(runs) == 6
    assert {stretches(each) for each in runs} == {3}


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_priorities_change_once_less_than_the_depth(depth):
    counts = [stretches(interleaving(drawn(seed, depth, 30), (10, 10, 10))) for seed in range(300)]
    assert max(counts) == 3 + depth - 1


@pytest.mark.parametrize("length", [1, 2])
def test_there_are_no_more_changes_than_decisions(length):
    counts = [stretches(interleaving(drawn(seed, 4, length), (5, 5))) for seed in range(50)]
    assert max(counts) == 2 + length


def test_who_has_fallen_runs_after_all_others():
    for seed in range(100):
        order = drawn(seed, 2, 1)
        assert order.pick("ab") in (0, 1)
        stays = order.pick("ab")  # in the second decision it fell
        assert [order.pick("ab") for _ in range(5)] == [stays] * 5
        fallen = "ab"[1 - stays]
        assert order.pick([fallen, "newcomer"]) == 1


def test_of_several_events_of_one_task_any_comes_first():
    assert {drawn(seed, 1, 1).pick(["a", "a", "a"]) for seed in range(50)} == {0, 1, 2}


def test_options_are_told_apart_by_who_goes_on_not_by_their_places():
    for seed in range(50):
        order = drawn(seed, 1, 1)
        assert "ab"[order.pick("ab")] == "ba"[order.pick("ba")]


# What has to come before what, as (task, step), for a bug of each depth to show.
BUGS = {
    1: [((2, 0), (0, 0))],
    2: [((0, 1), (1, 0)), ((1, 0), (0, 2))],
    3: [((1, 1), (2, 0)), ((2, 0), (1, 2)), ((2, 0), (0, 0))],
}


@pytest.mark.parametrize("depth", BUGS)
def test_a_bug_is_found_as_often_as_is_guaranteed(depth):
    tasks, steps, tries = 3, 4, 3_000

    def shows(ran):
        at = {}
        for place, task in enumerate(ran):
            at[task, sum(each == task for each in ran[:place])] = place
        return all(at[one] < at[other] for one, other in BUGS[depth])

    found = sum(
        shows(interleaving(drawn(seed, depth, tasks * steps), (steps,) * tasks))
        for seed in range(tries)
    )
    assert found / tries >= 1 / (tasks * (tasks * steps) ** (depth - 1))
