"""The questions that properties ask of a run, and of the exceptions that left its scopes."""

from copy import copy
from dataclasses import replace
from itertools import pairwise

import pytest
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.expectation import Violation
from haiway_conformance.judgement.raised import leaves, surfacing
from haiway_conformance.programs import Program
from haiway_conformance.programs.execution import described
from haiway_conformance.programs.operations import (
    Await,
    Catch,
    CleanUp,
    Deadline,
    Fail,
    Forever,
    GetContext,
    Scope,
    SetContext,
    Sleep,
    Spawn,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Canonical, Did
from wrong_adapters import AwaitsWithoutCancelling, RightSoFar

REFERENCE = resolve("haiway_reference")
NEVER = Wait("never", "never")


def run_of(*main, adapter=REFERENCE):
    return execute(adapter, Program(main), Canonical())


def chained(*errors):
    """The first, caused by the second, and so on."""
    for error, cause in pairwise(errors):
        error.__cause__ = cause
    return errors[0]


def test_leaves_are_found_at_any_depth():
    one, two, three = ValueError(1), KeyError(2), SystemExit(3)
    group = BaseExceptionGroup("outer", [one, BaseExceptionGroup("inner", [two, three])])
    assert list(leaves(group)) == [one, two, three]
    assert list(leaves(one)) == [one]
    assert list(leaves(None)) == []


def test_what_surfaces_are_groups_members_and_causes():
    cause, member, other = ValueError("cause"), ValueError("member"), ValueError("other")
    member.__cause__ = cause
    group = chained(ExceptionGroup("group", [member]), other)
    assert set(surfacing(group)) == {group, member, cause, other}
    assert surfacing(None) == []


def test_a_context_surfaces_only_where_that_is_enough():
    error, context = ValueError("error"), ValueError("context")
    error.__context__ = context
    assert surfacing(error) == [error]
    assert set(surfacing(error, context=True)) == {error, context}


def test_cycles_of_exceptions_come_to_an_end():
    one, two = ValueError(1), ValueError(2)
    one.__cause__, two.__cause__ = two, one
    two.__context__ = one
    assert set(surfacing(one, context=True)) == {one, two}
    group = ExceptionGroup("group", [one])
    one.__context__ = group
    assert set(surfacing(group, context=True)) == {group, one, two}


def test_a_run_tells_which_tasks_a_scope_had_and_how_they_ended():
    run = run_of(
        Scope(
            "outer",
            (
                Spawn("a", (NEVER,)),
                Scope("inner", (Spawn("b", (Yield(),)), Await("b"))),
                Spawn("unbegun", (NEVER,)),
            ),
        )
    )
    assert run.scopes == ["outer", "inner"]
    assert run.tasks_of("outer") == ["a"], "a task that never began is none that can be judged"
    assert run.tasks_of("inner") == ["b"]
    assert run.began("a").number < run.exiting("outer").number < run.ended("a").number
    assert run.ended("a").did is Did.STOPPED
    assert run.ended("b").did is Did.RETURNED
    assert run.exited("inner").number < run.exited("outer").number
    assert run.began("nobody") is run.ended("nobody") is run.exited("nowhere") is None
    assert run.waiting_at("a", run.exiting("outer")).subject == "never"
    assert run.waiting_at("b", run.exiting("outer")) is None


def test_a_run_tells_what_was_seen():
    run = run_of(SetContext("x", "1"), GetContext("x"), SetContext("x", "2"), GetContext("x"))
    assert run.seen("context x") == run.seen("context x", task="main") == ["1", "2"]
    assert run.seen("context x", task="other") == run.seen("context y") == []


def test_a_run_tells_what_bodies_raised():
    inner, outer = Scope("inner", (Fail("e", cause="why"),)), Scope("outer", ())
    run = run_of(Catch((inner,)), outer)
    assert list(run.bodies) == ["inner"]
    body = run.bodies["inner"]
    assert body.error is run.raised["inner"]
    assert body.cause is body.error.__cause__
    assert described(body.cause) == "why"


def test_a_copy_does_not_surface():
    run = run_of(Catch((Scope("s", (Fail("e"),)),)))
    copied = copy(run.raised["s"])
    assert described(copied) == "a copy of e"
    assert replace(run, raised={"s": copied}).surfaced("s") == set()


def test_a_run_tells_what_surfaced():
    run = run_of(Catch((Scope("s", (Spawn("t", (Fail("e"),)), NEVER)),)))
    assert run.surfaced("s") == {"e"}
    assert run.surfaced("another") == set()
    assert run.error is None
    assert run_of(Fail("e")).error.name == "e"


def test_a_program_that_ends_need_not_be_complained_of():
    run = run_of(Scope("s", (Spawn("t", (NEVER,)),)))
    run.must_end()
    run.must_not_raise_strangers()
    assert not run.hung
    assert not run.hung_in_exit


def test_a_deadlock_is_told_with_who_waits_for_what():
    run = run_of(Scope("s", (Spawn("t", (Wait("x", "never"),)), Await("t"))))
    assert run.hung
    assert not run.hung_in_exit, "the body itself waits, and says so"
    with pytest.raises(Violation) as raised:
        run.must_end()
    assert raised.value.sentence == (
        "the program never ends: nothing could run any more (deadlock)."
        " main waits for t; t waits for x."
    )


def test_a_livelock_is_told_with_who_goes_on():
    run = run_of(Scope("s", (Spawn("t", (Forever((Sleep(1),)),)), Wait("x", "never"))))
    with pytest.raises(Violation, match=r"\(livelock\)\. main waits for x; t waits for sleep 1 s"):
        run.must_end()


def test_hanging_in_an_exit_that_does_not_cancel_is_told_apart():
    program = (Scope("s", (Spawn("t", (NEVER,)), Yield())),)
    run = run_of(*program, adapter=AwaitsWithoutCancelling())
    assert run.hung_in_exit
    assert run.stuck() == "main is in the exit of scope s; t waits for never."
    assert not run_of(*program, adapter=RightSoFar()).hung_in_exit


def test_hanging_in_a_clean_up_is_no_want_of_cancelling():
    run = run_of(Scope("s", (Spawn("t", (CleanUp((NEVER,), (Wait("x", "never"),)),)), Yield())))
    assert run.hung
    assert not run.hung_in_exit


def test_what_no_operation_raises_is_a_stranger():
    run_of(Fail("e")).must_not_raise_strangers()
    run_of(Scope("s", (Spawn("t", (Fail("e"),)), NEVER))).must_not_raise_strangers()

    class Breaks(RightSoFar):
        def spawn(self, function, /):
            raise OSError("broken")

    with pytest.raises(Violation, match="none of its operations raises: OSError: broken"):
        run_of(Scope("s", (Spawn("t"),)), adapter=Breaks()).must_not_raise_strangers()


def test_a_timeout_that_the_program_catches_is_no_ending():
    run = run_of(Deadline(1, (Scope("s", (Spawn("t", (NEVER,)), NEVER)),)))
    run.must_end()
    run.must_not_raise_strangers()
    assert run.trace.first(Did.TIMED_OUT) is not None
