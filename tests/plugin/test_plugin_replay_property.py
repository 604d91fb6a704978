"""A property is called again with a single run and its program; all other arguments stay."""

from types import SimpleNamespace

import pytest
from haiway_conformance.judgement import Violation
from haiway_conformance.plugin.replay_property import replayable
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Sleep, Yield
from hypothesis import given, settings
from hypothesis import strategies as st

OTHER = Program((Sleep(1),))
SINGLE = SimpleNamespace(program=OTHER)


def item(function, **funcargs):
    return SimpleNamespace(obj=function, funcargs=funcargs)


def test_a_property_without_programs_is_called_with_its_fixtures():
    calls = []

    def property_(explore, reader="stream"):
        calls.append((explore, reader))

    with replayable(item(property_, explore="explorer", reader="merge", other=1)) as replay:
        replay(SINGLE)
    assert calls == [(SINGLE, "merge")]


def test_a_property_is_asked_with_the_implementation_of_the_single_run():
    calls = []

    def property_(explore, implementation):
        calls.append((explore.program, implementation))

    with replayable(item(property_, explore="explorer", implementation="tested")) as replay:
        replay(SimpleNamespace(program=OTHER, adapter="oracle"))
    assert calls == [(OTHER, "oracle")]


def test_a_drawn_program_is_exchanged_and_what_was_drawn_beside_it_is_not():
    calls = []

    @settings(max_examples=3, database=None, derandomize=True)
    @given(
        case=st.tuples(st.just("name"), st.builds(lambda: Program((Yield(),)))), number=st.just(7)
    )
    def property_(explore, case, number):
        calls.append((explore, case, number))

    inner = property_.hypothesis.inner_test
    with replayable(item(property_, explore="explorer")) as replay:
        property_(explore="explorer")
        drawn = len(calls)
        replay(SINGLE)
    assert drawn >= 1
    assert calls[-1] == (SINGLE, ("name", OTHER), 7)
    assert calls[0] == ("explorer", ("name", Program((Yield(),))), 7)
    assert property_.hypothesis.inner_test is inner, "it is restored"


def test_a_property_is_called_again_until_its_violation_is_noted():
    calls, noted = [], []

    def property_(explore):
        calls.append(explore)
        raise Violation(f"number {len(calls)}")

    def note(violation, replay):
        noted.append(violation.sentence)
        assert violation.__context__ is None
        return len(noted) == 3

    judged = item(property_, explore="explorer")
    with replayable(judged, note), pytest.raises(Violation, match="number 3"):
        judged.obj(explore="explorer")
    assert noted == ["number 1", "number 2", "number 3"]
    assert judged.obj is property_, "it is restored"
