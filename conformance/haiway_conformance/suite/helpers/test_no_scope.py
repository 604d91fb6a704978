"""Properties of `process/no-scope` and `execute/no-scope`."""

from collections.abc import Callable
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import calling
from haiway_conformance.programs.operations import Block
from haiway_conformance.suite.helpers.checks import each_once, how, tolerates
from haiway_conformance.suite.helpers.programs import (
    elements_of_all_kinds,
    handlers_that_end_together,
    tolerated_failures,
)
from haiway_conformance.suite.helpers.test_at_most_limit import at_most_limit
from haiway_conformance.suite.helpers.test_caller_cancelled import (
    caller_cancelled,
    cancelled_caller,
)
from haiway_conformance.suite.helpers.test_first_failure import (
    failing_calls,
    failing_clean_ups,
    failures_beside_a_silent_source,
    first_failure,
)
from haiway_conformance.suite.helpers.test_handler_cancelled import (
    handler_cancelled,
    handlers_that_end_cancelled,
)
from haiway_conformance.suite.helpers.test_invalid_limit import (
    invalid_limits,
    refused_before_reading,
)
from haiway_conformance.suite.helpers.test_lazy import consumed_sources, lazy
from haiway_conformance.suite.helpers.test_reaches_limit import handlers_that_meet, reaches_limit
from haiway_conformance.suite.helpers.test_refills import one_slow_call, refills
from haiway_conformance.suite.helpers.test_source_closed import generators_left_early, source_closed
from haiway_conformance.suite.helpers.test_source_failure import failing_sources, source_failure
from haiway_conformance.suite.helpers.test_sources import endless_sources, sources

type Case = tuple[str, Program]


@programs
def callers_that_are_cancelled_outside_any_scope(build: Builder) -> Block:
    """A caller, outside any scope, that is asked to stop at some moment of the call."""
    return cancelled_caller(build, outside=True)


FAMILIES: Final[dict[str, tuple[Callable[[], SearchStrategy[Program]], Callable[[Run], bool]]]] = {
    "each-once": (elements_of_all_kinds.outside, each_once),
    "at-most-limit": (handlers_that_end_together.outside, at_most_limit),
    "reaches-limit": (handlers_that_meet.outside, reaches_limit),
    "refills": (one_slow_call.outside, refills),
    "lazy": (consumed_sources.outside, lazy),
    "sources": (endless_sources.outside, sources),
    "first-failure": (failing_calls.outside, first_failure),
    "silent source": (
        failures_beside_a_silent_source.outside,
        first_failure,
    ),
    "clean-ups": (failing_clean_ups.outside, first_failure),
    "source-failure": (failing_sources.outside, source_failure),
    "source-closed": (generators_left_early.outside, source_closed),
    "caller-cancelled": (
        callers_that_are_cancelled_outside_any_scope,
        caller_cancelled,
    ),
    "handler-cancelled": (
        handlers_that_end_cancelled.outside,
        handler_cancelled,
    ),
    "tolerates": (tolerated_failures.outside, tolerates),
    "invalid-limit": (invalid_limits.outside, refused_before_reading),
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
