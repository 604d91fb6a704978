"""A fingerprint tells traces apart, and tells where they differ."""

import pytest
from haiway_conformance.judgement.fingerprint import Fingerprint
from haiway_conformance.simulated_loop import Did, Event


def trace(length, *, other=None):
    """A trace; its event of that number, and all after it, are others than usual."""
    return [
        Event(at, at // 3, at / 7, "main", Did.WAITS, "q" if at == other else "p")
        for at in range(length)
    ]


def test_equal_traces_have_equal_fingerprints():
    assert Fingerprint.of(trace(10), "end") == Fingerprint.of(trace(10), "end")
    assert Fingerprint.of(trace(10), "end") != Fingerprint.of(trace(10), "another end")
    assert Fingerprint.of(trace(10), "end") != Fingerprint.of(trace(11), "end")
    assert Fingerprint.of(trace(10), "end") != Fingerprint.of(trace(10, other=9), "end")


def test_a_time_is_the_same_whether_written_as_an_integer_or_not():
    assert Fingerprint.of([Event(0, 1, 2, "t", Did.BEGAN, "t")], "") == Fingerprint.of(
        [Event(0, 1, 2.0, "t", Did.BEGAN, "t")], ""
    )


@pytest.mark.parametrize("length", [0, 1, 2, 63, 64, 65, 100, 128, 1000, 5001])
def test_it_says_where_traces_part(length):
    fingerprint = Fingerprint.of(trace(length), "end")
    assert len(fingerprint.marks) <= 128
    assert list(fingerprint.parting(trace(length))) == []
    step = -(-length // 64)
    for other in {0, 1, length // 2, length - 1} & set(range(length)):
        parting = fingerprint.parting(trace(length, other=other))
        assert other in parting
        assert len(parting) <= step


@pytest.mark.parametrize("length", [1, 2, 63, 64, 65, 100, 1000])
def test_a_trace_that_ends_early_or_late_parts_there(length):
    fingerprint = Fingerprint.of(trace(length), "end")
    assert list(fingerprint.parting(trace(length + 3))) == [length]
    short = length * 2 // 3
    assert short in fingerprint.parting(trace(short))


def test_there_are_as_many_marks_as_events_ask_for():
    with pytest.raises(ValueError, match="marks"):
        Fingerprint(5, "00", "0000")
