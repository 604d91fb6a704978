"""Rows that repeat others are shown once."""

from haiway_conformance.timeline.folding import folded
from haiway_conformance.timeline.timeline import Folded, Row


def rows(*texts):
    return [Row(0, 1, "main", each, reason=f"woken by {each}") for each in texts]


def test_rows_about_tasks_of_one_function_are_repetitions():
    first, *others = every = rows("cancels reads()", *(f"cancels reads() {n}" for n in range(2, 9)))
    assert folded(every) == [first, Folded(len(others), 1, 0)]


def test_counts_of_what_is_done_often_are_repetitions():
    first, *others = every = rows(*(f"used stream, time {n} of 130" for n in range(16, 130, 16)))
    assert folded(every) == [first, Folded(len(others), 1, 0)]


def test_other_numbers_tell_rows_apart():
    for text in ("cancels task {}", "item s1: s1[{}]", "used stream, time 1 of {}", "f({}) 1"):
        every = rows(*(text.format(number) for number in range(8)))
        assert folded(every) == every
