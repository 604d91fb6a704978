"""Helpers that call a handler for each element: what `process` and `execute` have in common.

Each property is tried for both, inside scopes, where the helper has to keep its own failures and
tasks apart from the scope's; and all are tried once more outside any scope.
"""

from collections.abc import Callable
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.strategies import cancelled_callers
from haiway_conformance.programs.strategies import failing_calls as failing
from haiway_conformance.programs.strategies import helper_calls as draw
from haiway_conformance.programs.strategies import tolerated_calls as tolerated
from haiway_conformance.programs.strategies.sources import calling
from haiway_conformance.simulation import Did
from haiway_conformance.suite import failing_calls, helper_calls
from haiway_conformance.suite.helper_calls import how, is_call, returned


@clause("process/each-once", "execute/each-once")
@given(program=draw.elements_of_all_kinds())
def test_the_handler_is_called_once_for_each_element(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: are elements told apart by equality, hash or truth instead of by place?"""
    for run in explore(calling(program, chapter)):
        run.premise(helper_calls.each_once(run))


@clause("process/each-once", "execute/each-once")
@given(program=draw.very_many_elements())
def test_the_handler_is_called_once_for_each_of_very_many_elements(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is an element lost where one chunk of the source ends?"""
    for run in explore(calling(program, chapter)):
        run.premise(helper_calls.each_once(run))


@clause("process/in-order", "execute/in-order")
@given(program=draw.handlers_that_end_together())
def test_calls_begin_in_the_order_of_the_source(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: do several workers race for the next element?"""
    for run in explore(calling(program, chapter)):
        run.premise(helper_calls.in_order(run))


@clause("process/at-most-limit", "execute/at-most-limit")
@given(program=draw.handlers_that_end_together())
def test_the_limit_holds_when_calls_end_together(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is a place counted as free twice when two calls end in one iteration?"""
    for run in explore(calling(program, chapter)):
        run.premise(helper_calls.at_most_limit(run))


@clause("process/reaches-limit", "execute/reaches-limit")
@given(program=draw.handlers_that_meet())
def test_as_many_calls_run_as_the_limit_allows(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is a place kept back, say for reading the source?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(helper_calls.reaches_limit(run))


@clause("process/refills", "execute/refills")
@given(program=draw.one_slow_call())
def test_a_free_place_is_taken_at_once(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails: does the helper work in batches?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(helper_calls.refills(run))


@clause("process/refills", "execute/refills")
@given(program=draw.handlers_that_meet_again())
def test_all_places_that_become_free_together_are_taken(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: are two ends in one iteration noticed as one?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(helper_calls.refills_all(run))


@clause("process/lazy", "execute/lazy")
@given(program=draw.consumed_sources())
def test_the_source_is_read_as_places_become_free(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the source turned into a list first, or a task made for each element?"""
    for run in explore(calling(program, chapter)):
        run.premise(helper_calls.lazy(run))


@clause("process/sources", "execute/sources")
@given(program=draw.elements_of_all_kinds())
def test_sources_of_every_kind_are_taken(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails: does the helper ask the source for more than `__iter__` or `__aiter__`?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(helper_calls.sources(run))


@clause("process/source-context", "execute/source-context")
@given(program=draw.sources_that_look_around())
def test_what_context_a_source_is_read_in(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """Records whose context variables a source sees, and whether the caller sees the source's."""
    for run in explore(calling(program, chapter)):
        for look in run.trace.of(Did.SAW, subject="context x"):
            if look.task == "source of h1":
                explore.observe(f"the source sees what was {look.detail}")
            elif look.detail == "set by the source":
                explore.observe("the caller sees what was set by the source")


@clause("process/invalid-limit", "execute/invalid-limit")
@given(program=draw.invalid_limits())
def test_a_limit_below_1_is_refused(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails: is the limit looked at late, or by an assertion, which `-O` strips?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(helper_calls.refused_before_reading(run))
        if "AssertionError" in how(run):
            stripped = explore.under_optimization(run.program, Did.HELPED)
            expect(
                stripped is None or stripped.startswith("raised"),
                f"a limit below 1 is refused by an assertion only: under `python -O` it was"
                f" accepted, and h1 {stripped}",
            )


@clause("process/invalid-limit-value-error", "execute/invalid-limit-value-error")
@given(program=draw.invalid_limits())
def test_the_error_for_an_invalid_limit_is_a_value_error(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the limit checked by an assertion, or by what uses it?"""
    for run in explore(calling(program, chapter), any_ending=True):
        if run.premise(not returned(run)):
            expect(
                how(run).startswith("raised the exception ValueError"),
                f"helper h1 was called with a limit below 1, and {how(run)}",
            )


@clause("process/handler-context", "execute/handler-context")
@given(program=draw.handlers_that_look_around())
def test_handlers_see_the_callers_scope(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails: do calls run in the context of a worker, or of a scope of the helper's own?"""
    # That a failing call fails nothing but the helper is another clause.
    for run in explore(calling(program, chapter), any_ending=True):
        run.must_end()
        _sees_the_callers_scope(run)
        _spawned_belong_to_the_callers_scope(run)


def _sees_the_callers_scope(run: Run) -> None:
    scope = run.scopes[-1]
    # How a record identifies the scope is the implementation's business: as its body's does.
    body = run.trace.of(Did.SAW, subject="log", task="main")
    owned: dict[str, str] = {}
    for each in run.trace:
        if each.did is Did.SET:
            owned[each.task] = each.detail
        if each.did is not Did.SAW or not is_call(each.task):
            continue
        run.premise(True)  # noqa: FBT003 - a handler has looked at something
        expected = {
            "state A": f"of {scope}",
            "log": body[0].detail if body else each.detail,
            "variable A": owned.get(each.task, "None"),
        }[each.subject]
        expect(
            each.detail == expected,
            f"handler call {each.task} saw {each.subject} = {each.detail}; expected {expected}, as"
            f" its caller is in {scope}, and it has variables of its own",
        )


@clause("process/handler-context", "execute/handler-context")
@given(program=draw.handlers_in_handlers())
def test_what_a_handler_in_a_handler_spawns_is_the_callers(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: do tasks end with the call that spawned them, or with the one around it?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.must_end()
        run.premise(_spawned_belong_to_the_callers_scope(run))


def _spawned_belong_to_the_callers_scope(run: Run) -> bool:
    """Demand that tasks which handler calls spawned go on until the scope's exit, and end in it.

    Returns:
        Whether there were any.
    """
    scope = run.scopes[-1]
    exiting, exited, control = run.exiting(scope), run.exited(scope), run.ended("control")
    if not (exiting and exited and control and control.number < exited.number):
        return False  # not even a task that the body spawned ended inside
    met = False
    for each in run.trace.of(Did.SPAWNED):
        if "[" not in each.task:
            continue
        began, ended = run.began(each.subject), run.ended(each.subject)
        met = met or began is not None
        expect(
            began is None or (ended and ended.number < exited.number),
            f"task {each.subject}, spawned by handler call {each.task}, had not ended when {scope},"
            " in which the helper was called, had been exited",
        )
        interrupted = run.trace.first(Did.INTERRUPTED, task=each.subject)
        expect(
            interrupted is None or interrupted.number > exiting.number,
            f"task {each.subject}, spawned by handler call {each.task}, was cancelled before"
            f" {scope}, to which it belongs, was exited",
        )
    return met


type Case = tuple[str, Program]

FAMILIES: Final[dict[str, tuple[Callable[[], SearchStrategy[Program]], Callable[[Run], bool]]]] = {
    "each-once": (draw.elements_of_all_kinds.outside, helper_calls.each_once),
    "at-most-limit": (draw.handlers_that_end_together.outside, helper_calls.at_most_limit),
    "reaches-limit": (draw.handlers_that_meet.outside, helper_calls.reaches_limit),
    "refills": (draw.one_slow_call.outside, helper_calls.refills),
    "lazy": (draw.consumed_sources.outside, helper_calls.lazy),
    "sources": (failing.endless_sources.outside, helper_calls.sources),
    "first-failure": (failing.failing_calls.outside, failing_calls.first_failure),
    "silent source": (
        failing.failures_beside_a_silent_source.outside,
        failing_calls.first_failure,
    ),
    "clean-ups": (failing.failing_clean_ups.outside, failing_calls.first_failure),
    "source-failure": (failing.failing_sources.outside, failing_calls.source_failure),
    "source-closed": (failing.generators_left_early.outside, failing_calls.source_closed),
    "caller-cancelled": (
        cancelled_callers.callers_that_are_cancelled_outside_any_scope,
        failing_calls.caller_cancelled,
    ),
    "handler-cancelled": (
        failing.handlers_that_end_cancelled.outside,
        failing_calls.handler_cancelled,
    ),
    "tolerates": (tolerated.tolerated_failures.outside, failing_calls.tolerates),
    "invalid-limit": (draw.invalid_limits.outside, helper_calls.refused_before_reading),
}


@st.composite
def _outside_any_scope(draw_: DrawFn) -> Case:
    name = draw_(st.sampled_from(sorted(FAMILIES)))
    return name, draw_(FAMILIES[name][0]())


@clause("process/no-scope", "execute/no-scope")
@given(case=_outside_any_scope())
def test_all_that_holds_outside_any_scope_too(explore: Explorer, chapter: str, case: Case) -> None:
    """If this fails: does the helper need a scope, say because it spawns its calls there?"""
    name, program = case
    for run in explore(calling(program, chapter), any_ending=True):
        strange = "raised the exception "
        known = ("raised the exception object", "raised the exception CancelledError")
        expect(
            name == "invalid-limit"
            or not how(run).startswith(strange)
            or how(run).startswith(known),
            f"outside any scope, helper h1 {how(run)}, which nothing in the program raises",
        )
        run.premise(FAMILIES[name][1](run))
