"""Counterexamples have names without gaps, in order of appearance."""

from haiway_conformance.judgement.renumbering import Renumbering
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Await,
    InjectCancel,
    Scope,
    Spawn,
    Wait,
)

DRAWN = Program(
    (
        InjectCancel("t7"),
        Scope(
            "scope4",
            (
                Spawn("t7", (Wait("p3", after="exit of scope4"), Wait("never"))),
                Spawn("t2", (Wait("p2", after="t7 began"),)),
                Await("t2"),
            ),
        ),
    )
)
NAMED = Program(
    (
        InjectCancel("t1"),
        Scope(
            "scope1",
            (
                Spawn("t1", (Wait("p1", after="exit of scope1"), Wait("never"))),
                Spawn("t2", (Wait("p2", after="t1 began"),)),
                Await("t2"),
            ),
        ),
    )
)


def test_the_things_of_each_kind_are_numbered_as_they_appear():
    assert Renumbering(DRAWN).program == NAMED
    assert Renumbering(NAMED).program == NAMED


def test_a_sentence_gets_the_same_names():
    names = Renumbering(DRAWN)
    said = "h7[0] and t7 outlived scope4, after 7 steps; t9 is unknown, and t70 too"
    assert (
        names.of(said) == "h7[0] and t1 outlived scope1, after 7 steps; t9 is unknown, and t70 too"
    )


def test_an_event_that_never_completes_is_called_so():
    drawn = Program((Wait("end2", "never"), Wait("p2"), Wait("never1", "never"), Wait("never")))
    named = Program((Wait("never1", "never"), Wait("p1"), Wait("never2", "never"), Wait("never")))
    assert Renumbering(drawn, never=True).program == named
    assert Renumbering(drawn).program.main[0] == Wait("end1", "never")


def test_names_may_be_exchanged():
    drawn = Program((Scope("s", (Spawn("t2"), Spawn("t1"), Await("t2"))),))
    named = Program((Scope("s", (Spawn("t1"), Spawn("t2"), Await("t1"))),))
    assert Renumbering(drawn).program == named
    assert Renumbering(drawn).of("t1 and t2") == "t2 and t1"
