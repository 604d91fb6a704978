"""A property is asked once more about another program, with all else as it was."""

from types import SimpleNamespace

from haiway_conformance.plugin.again import remembered
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Sleep, Yield
from hypothesis import given, settings
from hypothesis import strategies as st

OTHER = Program((Sleep(1),))


def item(function, **funcargs):
    return SimpleNamespace(obj=function, funcargs=funcargs)


def test_a_property_without_programs_is_called_with_its_fixtures():
    calls = []

    def property_(explore, reader="stream"):
        calls.append((explore, reader))

    with remembered(item(property_, explore="explorer", reader="merge", other=1)) as again:
        again(OTHER)
    assert calls == [("explorer", "merge")]


def test_a_drawn_program_is_exchanged_and_what_was_drawn_beside_it_is_not():
    calls = []

    @settings(max_examples=3, database=None, derandomize=True)
    @given(
        case=st.tuples(st.just("name"), st.builds(lambda: Program((Yield(),)))), number=st.just(7)
    )
    def property_(explore, case, number):
        calls.append((explore, case, number))

    inner = property_.hypothesis.inner_test
    with remembered(item(property_, explore="explorer")) as again:
        property_(explore="explorer")
        drawn = len(calls)
        again(OTHER)
    assert drawn >= 1
    assert calls[-1] == ("explorer", ("name", OTHER), 7)
    assert calls[0] == ("explorer", ("name", Program((Yield(),))), 7)
    assert property_.hypothesis.inner_test is inner, "it is put back"
