"""Bounded search: all schedules within bounds, each once; pruned schedules would show nothing new.

The tests compare what programs log: which task does what, in which order, at which virtual time.
The loop iteration is no part of it, since no program can see that.
"""

import asyncio
from functools import partial
from itertools import pairwise

import pytest
from canonical_programs import PROGRAMS, ending, lost_update, philosophers
from haiway_conformance.exploration import Cut, bounded_search
from haiway_conformance.simulated_loop import (
    CanonicalHistory,
    ReplayChoices,
    Returned,
    canonical_history,
)
from random_programs import random_program
from schedules_of import enumerated


async def two_waiters(loop, log):
    """Each waits for a point of its own."""

    async def waiter(name):
        await loop.external_event(name)
        log.append(name)

    await asyncio.gather(waiter("a"), waiter("b"))


def test_the_schedules_of_two_waiters_counted_by_hand():
    """Both points are asked for in iteration 2, and nothing is ready in iteration 3.

    There, a or b completes, or both, in either order: four schedules. Where one of them has
    completed alone, its waiter is ready in iteration 4, and what gathers them in 5: in each of
    these the other may complete early. In 6 nothing is ready.
    """
    search, deviated, logged = enumerated(two_waiters, reducing=False)
    assert search.cut is None
    assert search.run == len(logged) == 4 + 2 * 2
    assert {each[:2] for each in logged} == {("a", "b"), ("b", "a")}
    assert deviated[0] == {}


def test_the_reduced_schedules_of_two_waiters_counted_by_hand():
    """The gathering task schedules nothing in 5: to complete early there, or in 6, is the same."""
    search, _, logged = enumerated(two_waiters)
    assert (search.run, search.pruned, search.cut) == (8 - 2, 2, None)
    assert {each[:2] for each in logged} == {("a", "b"), ("b", "a")}


def test_each_schedule_comes_once_and_those_of_few_deviations_first():
    _, deviated, _ = enumerated(random_program(9), reducing=False)
    assert len(deviated) > 50
    assert len({tuple(sorted(each.items())) for each in deviated}) == len(deviated)
    assert all(len(one) <= len(other) for one, other in pairwise(deviated))
    assert max(map(len, deviated)) == 3


def test_the_same_schedules_in_the_same_order():
    assert enumerated(random_program(9))[1:] == enumerated(random_program(9))[1:]


def test_a_schedule_is_replayed_by_its_deviations():
    program = PROGRAMS["lost update, near"]
    search, deviated, logged = enumerated(
        lambda loop, _: program(lambda: loop.external_event("p")), 2
    )
    assert search.cut is None
    for deviations, (end,) in zip(deviated, logged, strict=True):
        assert isinstance(ending(program, ReplayChoices(deviations)), Returned) == end.startswith(
            "Returned"
        )


@pytest.mark.parametrize(
    "program", [partial(lost_update, stagger=3), partial(philosophers, tasks=2, stagger=1)]
)
def test_bugs_of_few_deviations_are_found_for_sure(program):
    _, _, logged = enumerated(lambda loop, _: program(lambda: loop.external_event("p")))
    assert not all(end.startswith("Returned") for (end,) in logged)


# Bounds.


@pytest.mark.parametrize("deviations", [0, 1, 2])
def test_no_more_deviations_than_the_bound(deviations):
    search, deviated, _ = enumerated(random_program(9), deviations)
    assert max(map(len, deviated)) == deviations
    assert search.cut is None, "all within the bound"


def test_no_more_schedules_than_the_bound():
    everything, _, _ = enumerated(random_program(9))
    some, _, logged = enumerated(random_program(9), schedules=20)
    assert (some.run, len(logged), some.cut) == (20, 20, Cut.SCHEDULES)
    exactly, _, _ = enumerated(random_program(9), schedules=everything.run)
    assert exactly.cut is None


def test_what_is_not_asked_for_to_the_end_is_no_whole():
    search = bounded_search.BoundedSearch(bounded_search.Bounds(2, 100))
    ending(PROGRAMS["lost update, near"], next(iter(search)))
    assert (search.run, search.cut) == (1, Cut.STOPPED)


async def busy_for_long(loop, log):
    """Longer than the world stays quiet."""
    point = loop.external_event("p")
    for _ in range(25):
        await asyncio.sleep(0)
    log.append(point.done())
    await point


async def patient_for_long(loop, log):
    """Points complete again and again, and a timer waits."""
    asyncio.get_running_loop().call_later(1, log.append, "timer")
    for number in range(25):
        await loop.external_event(f"p{number}")


@pytest.mark.parametrize("program", [busy_for_long, patient_for_long])
def test_where_the_world_had_to_act_nothing_is_claimed(program):
    search, _, _ = enumerated(program, 1)
    assert search.cut is Cut.FAIRNESS


def test_where_runs_are_not_deterministic_nothing_is_claimed():
    runs = []

    async def another_each_time(loop, log):
        runs.append(loop)
        points = [loop.external_event(f"p{number}") for number in range(1 + len(runs) % 2)]
        await asyncio.wait(points)

    search, _, _ = enumerated(another_each_time)
    assert search.cut is Cut.NOT_DETERMINISTIC


# What is left out.

SEEDS = (9, 12, 13, 16, 21, *range(100, 108))


@pytest.mark.parametrize("number", SEEDS)
def test_what_is_left_out_would_show_nothing(number):
    """Programs that look at points, timers and each other wherever they can."""
    everything, _, logged = enumerated(random_program(number), 2, reducing=False)
    reduced, _, still_logged = enumerated(random_program(number), 2)
    assert everything.cut is reduced.cut is None
    assert set(still_logged) == set(logged)
    assert (everything.pruned, reduced.pruned > 0) == (0, reduced.run < everything.run)


def test_a_good_part_is_left_out():
    every = sum(enumerated(random_program(each), 2, reducing=False)[0].run for each in SEEDS[:9])
    run = sum(enumerated(random_program(each), 2)[0].run for each in SEEDS[:9])
    assert run < 0.7 * every


def blind_to_looks(monkeypatch):
    see = lambda point: canonical_history._set(point, "_observed_at", 0)  # noqa: E731
    monkeypatch.setattr(canonical_history, "_observe", see)


def blind_to_the_queue(monkeypatch):
    monkeypatch.setattr(
        CanonicalHistory, "_scheduling", property(lambda _: 0, lambda _, __: None), raising=False
    )


def blind_to_timers(monkeypatch):
    monkeypatch.setattr(canonical_history, "TimerHandle", type(None))


def blind_to_ties(monkeypatch):
    monkeypatch.setattr(CanonicalHistory, "tied", lambda *_: None)


def blind_to_haste(monkeypatch):
    schedule = bounded_search._Schedule
    monkeypatch.setattr(bounded_search, "_Schedule", lambda *given: schedule(*given[:3]))


@pytest.mark.parametrize(
    ("blind", "number"),
    [
        (blind_to_looks, 16),
        (blind_to_the_queue, 9),
        (blind_to_timers, 21),
        (blind_to_ties, 12),
        (blind_to_haste, 13),
    ],
)
def test_the_comparison_shows_what_a_history_misses(blind, number, monkeypatch):
    """Each thing that a history looks at is needed: these programs show it."""
    _, _, logged = enumerated(random_program(number), 2, reducing=False)
    blind(monkeypatch)
    _, _, still_logged = enumerated(random_program(number), 2)
    assert set(still_logged) < set(logged)
