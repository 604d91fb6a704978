"""A run in few lines: what a task does in one go is one line."""

from haiway_conformance.simulated_loop import Did
from haiway_conformance.timeline import Folded, Row, Timeline
from haiway_conformance.timeline.condensing import brief, condensed


def row(text: str, lane: str = "main", iteration: int = 1, **known) -> Row:
    return Row(0, iteration, lane, text, **known)


def lines(*rows: Row | Folded, width: int = 80) -> list[str]:
    return brief(Timeline(("main", "t1"), rows, explained=True), width)


def test_what_happens_in_one_go_is_one_line():
    assert lines(row("began", reason="why"), row("waits p"), row("goes on p", iteration=2)) == [
        " 0 s, iteration 1: main began; waits p",
        " 0 s, iteration 2: main goes on p",
    ]


def test_a_reason_begins_a_line_but_not_that_the_program_begins():
    assert lines(row("began", reason="the program begins"), row("ends", reason="p completes")) == [
        " 0 s, iteration 1: main began",
        " 0 s, iteration 1: main ends (p completes)",
    ]


def test_another_task_begins_a_line():
    assert len(lines(row("began"), row("began", lane="t1"), row("ends"))) == 3


def test_a_deviation_is_marked_and_stays_alone():
    shown = lines(row("began"), row("is cancelled", deviation="a timer fires first"), row("ends"))
    assert shown == [
        " 0 s, iteration 1: main began",
        "*0 s, iteration 1: main is cancelled (a timer fires first)",
        " 0 s, iteration 1: main ends",
    ]


def test_a_beginning_that_is_followed_by_its_end_is_left_out():
    entering = row("entering s", did=Did.ENTERING, subject="s", reason="p completes")
    assert lines(row("x"), entering, row("entered s", did=Did.ENTERED, subject="s")) == [
        " 0 s, iteration 1: main x",
        " 0 s, iteration 1: main entered s (p completes)",
    ]
    other = row("entered u", did=Did.ENTERED, subject="u")
    assert "entering s" in lines(row("x"), entering, other)[1]


def test_rows_that_are_left_out_are_counted():
    assert lines(row("x"), Folded(7, 1, 3), row("y"))[1] == "... 7 more rows like this, until t=3"


def test_no_line_is_wider_than_asked_for():
    assert all(len(line) <= 40 for line in lines(row("word " * 40), width=40))


def test_nothing_happens_in_an_empty_run():
    empty = Timeline((), (), explained=True)
    assert condensed(empty) == empty
