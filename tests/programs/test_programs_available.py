"""Programs are drawn for what the implementation under test has."""

import pytest
from drawn_programs import drawn_by
from haiway_conformance.adapter import CAPABILITIES
from haiway_conformance.adapter.availability import only_available
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.available import drawn, is_available
from haiway_conformance.programs.drawing.builder import Seeded
from haiway_conformance.programs.drawing.preambles import ALL_USES, preamble
from haiway_conformance.programs.operations import (
    Await,
    Cancel,
    CancelCurrent,
    CheckCancellation,
    Deadline,
    Element,
    Execute,
    Fail,
    Gather,
    GetState,
    Log,
    Meet,
    Merge,
    Next,
    Open,
    Process,
    Provided,
    Reach,
    Resource,
    Scope,
    Sleep,
    Source,
    Spawn,
    Trace,
    Wait,
    Yield,
)
from haiway_conformance.suite.helpers.programs import handlers_that_end_together
from haiway_conformance.suite.monitoring.theme import Theme
from haiway_conformance.suite.random_programs import random_program

OBSERVATIONS = {"state", "variable", "logging", "record", "trace", "check-cancellation"}


def without(*capabilities):
    return only_available(set(CAPABILITIES) - set(capabilities))


def test_a_program_needs_what_its_operations_and_their_parts_need():
    handler = Process("h", Source(elements=()), handler="function")
    resource = Resource("r", gives=(Provided("A", "a"),), form="one")
    program = Program((Scope("s", (Spawn("t", (Log("m"), handler)),), resources=(resource,)),))
    assert program.needs == {"scope", "spawn", "logging", "process", "disposables", "state"}


def test_observations_that_are_not_available_are_left_out_at_any_depth():
    body = (Log("m"), Wait("p"), Spawn("t", (Trace(), GetState("A"), CheckCancellation())))
    with without("logging", "trace", "check-cancellation"):
        program = drawn((Scope("s", body),))
    assert program == Program((Scope("s", (Wait("p"), Spawn("t", (GetState("A"),)))),))
    assert program.lacking == {"logging", "trace", "check-cancellation"}


def test_state_that_nothing_can_look_up_is_not_provided():
    resource = Resource("r", gives=(Provided("B", "b"),), form="list")
    with without("state"):
        program = drawn((Scope("s", (GetState("A"),), (Provided("A", "a"),), (resource,)),))
    assert program == Program((Scope("s", (), resources=(Resource("r"),)),))


def test_a_program_that_needs_more_is_not_changed():
    main = (Scope("s", (Process("h", Source(ending="silent", kind="async iterator")),)),)
    with without("async-sources"):
        assert drawn(main) == Program(main)
        assert not is_available(main)


def test_without_tasks_what_is_awaited_is_done_in_place_and_the_rest_left_out():
    awaited = (Spawn("t", (Spawn("u", (Fail("e"),)), Sleep(1))), Yield(), Await("t"))
    beside = Spawn("v", (Wait("never", "never"),))
    with without("spawn"):
        program = drawn((Scope("s", (*awaited, beside)),))
    assert program == Program((Scope("s", (Sleep(1), Yield())),))
    assert program.lacking == {"spawn"}


@pytest.mark.parametrize(
    "needed",
    [
        Wait("p", after="t began"),
        Wait("p", after="reached"),
        Wait("p", after="exit of inner"),
        Deadline(1, (Await("t"),)),
        Cancel("t"),
        Gather(("u", "t")),
        Next("m"),
        Meet("b", 2),
    ],
)
def test_a_program_that_refers_to_what_is_left_out_is_not_changed(needed):
    task = Spawn("t", (Reach("reached"), Scope("inner", ()), Open("m", Source())))
    main = (Scope("s", (task, needed)),)
    with without("spawn"):
        assert drawn(main) == Program(main)


def test_a_task_that_cancels_itself_is_not_done_in_place():
    main = (Spawn("t", (CancelCurrent(), Sleep(1))), Await("t"))
    with without("spawn"):
        assert drawn(main) == Program(main)


def test_without_scopes_there_is_none_around_a_call():
    call = Process("h", Source())
    with without("scope"):
        assert drawn((Scope("s", (Scope("t", (call,)),)),)) == Program((call,))
        main = (Scope("s", (call, Wait("p", after="exit of s"))),)
        assert drawn(main) == Program(main)


def test_handlers_are_called_by_the_helper_that_is_there():
    with without("process"):
        assert drawn((Process("h", Source(), 3),)) == Program((Execute("h", Source(), 3),))
    with without("process", "execute"):
        assert not is_available(drawn((Process("h", Source(), 3),)).main)


def test_sources_are_of_a_kind_that_is_read():
    source = Source("async generator", (Element(),), (Sleep(1),), "fails", clean_up=(Yield(),))
    with without("async-sources"):
        program = drawn((Process("h", source),))
    assert program == Program((Process("h", Source("generator", (Element(),), ending="fails")),))


def test_merges_end_with_the_last_source_where_they_can_only_do_that():
    sources = (Source("async generator"), Source("async generator"))
    with without("ends-first"):
        assert drawn((Merge("m", sources),)) == Program((Merge("m", sources, exhaustive=True),))


def test_where_nothing_is_missing_programs_are_drawn_as_they_are():
    main = (Scope("s", (Log("m"),)),)
    assert drawn(main).lacking == frozenset()


@pytest.mark.parametrize("capability", sorted(OBSERVATIONS))
def test_no_random_program_needs_an_observation_that_is_not_available(capability):
    with without(capability):
        assert not any(capability in random_program(seed, Theme()).needs for seed in range(50))


@pytest.mark.parametrize("capability", ["spawn", "process", "execute", "stream", "merge"])
def test_random_programs_do_without_what_is_not_available(capability):
    with without(capability):
        programs = [random_program(seed, Theme()) for seed in range(50)]
    assert not any(capability in each.needs for each in programs)
    assert max(each.size for each in programs) > 10


@pytest.mark.parametrize("capability", sorted(set(CAPABILITIES) - {"scope"}))
def test_preambles_do_without_what_is_not_available(capability):
    with without(capability):
        blocks = [drawn(preamble(Seeded(seed), ALL_USES)) for seed in range(100)]
    assert not any(capability in each.needs for each in blocks)
    assert sum(each.size > 0 for each in blocks) > 80


def test_a_helper_is_called_without_tasks_where_there_are_none():
    with without("spawn"):
        programs = drawn_by(handlers_that_end_together.inside, 40, of_seed=1)
        assert all(is_available(each.main) for each in programs)
