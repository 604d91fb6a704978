"""The helpers work outside any scope, with the same guarantees.

Programs of the other clauses are drawn with the helper called outside any scope.
Properties of `process/no-scope` and `execute/no-scope`.
"""

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
from haiway_conformance.suite.helpers.checks import (
    described_end,
    expect_each_once,
    expect_failures_tolerated,
)
from haiway_conformance.suite.helpers.failing_calls import expect_first_failure, failing_calls
from haiway_conformance.suite.helpers.programs import (
    calls_with_tolerated_failures,
    elements_of_all_kinds,
    handlers_that_end_together,
)
from haiway_conformance.suite.helpers.test_at_most_limit import expect_at_most_limit
from haiway_conformance.suite.helpers.test_caller_cancelled import (
    cancelled_caller,
    expect_caller_cancelled,
)
from haiway_conformance.suite.helpers.test_context_variables import (
    expect_context_variables,
    handlers_that_look_up_context_variables,
)
from haiway_conformance.suite.helpers.test_endless_sources import (
    endless_sources,
    expect_endless_source_left,
)
from haiway_conformance.suite.helpers.test_failure_ends_calls import expect_calls_ended_by_failure
from haiway_conformance.suite.helpers.test_failure_noticed import (
    expect_failure_noticed,
    failures_beside_a_silent_source,
)
from haiway_conformance.suite.helpers.test_first_failure import failing_clean_ups
from haiway_conformance.suite.helpers.test_handler_cancelled import (
    expect_handler_cancelled,
    handlers_that_end_cancelled,
)
from haiway_conformance.suite.helpers.test_handler_isolation import (
    expect_isolated,
    handlers_that_set_what_they_see,
)
from haiway_conformance.suite.helpers.test_invalid_limit import (
    expect_refused_unread,
    invalid_limits,
)
from haiway_conformance.suite.helpers.test_lazy import consumed_sources, expect_lazy
from haiway_conformance.suite.helpers.test_reaches_limit import (
    expect_limit_reached,
    handlers_that_meet,
)
from haiway_conformance.suite.helpers.test_refills import expect_refilled, one_slow_call
from haiway_conformance.suite.helpers.test_source_closed import (
    expect_source_closed,
    generators_left_early,
)
from haiway_conformance.suite.helpers.test_source_failure import (
    expect_source_failure,
    failing_sources,
)
from haiway_conformance.suite.only_outside import check_outside_only


@programs
def cancelled_callers_outside_any_scope(build: Builder) -> Block:
    """Draw a caller outside any scope that is cancelled at some moment of the call."""
    return cancelled_caller(build, outside=True)


CASES: Final[dict[str, tuple[Callable[[], SearchStrategy[Program]], Callable[[Run], bool]]]] = {
    "each-once": (elements_of_all_kinds.outside, expect_each_once),
    "at-most-limit": (handlers_that_end_together.outside, expect_at_most_limit),
    "reaches-limit": (handlers_that_meet.outside, expect_limit_reached),
    "refills": (one_slow_call.outside, expect_refilled),
    "lazy": (consumed_sources.outside, expect_lazy),
    "endless-sources": (endless_sources.outside, expect_endless_source_left),
    "first-failure": (failing_calls.outside, expect_first_failure),
    "failure-noticed": (failures_beside_a_silent_source.outside, expect_failure_noticed),
    "failure-ends-calls": (failing_calls.outside, expect_calls_ended_by_failure),
    "context-variables": (
        handlers_that_look_up_context_variables.outside,
        expect_context_variables,
    ),
    "handler-isolation": (handlers_that_set_what_they_see.outside, expect_isolated),
    "clean-ups": (failing_clean_ups.outside, expect_first_failure),
    "source-failure": (failing_sources.outside, expect_source_failure),
    "source-closed": (generators_left_early.outside, expect_source_closed),
    "caller-cancelled": (
        cancelled_callers_outside_any_scope,
        expect_caller_cancelled,
    ),
    "handler-cancelled": (
        handlers_that_end_cancelled.outside,
        expect_handler_cancelled,
    ),
    "tolerates": (calls_with_tolerated_failures.outside, expect_failures_tolerated),
    "invalid-limit": (invalid_limits.outside, expect_refused_unread),
}
"""Programs outside any scope, by the clause that they are about, and its check."""


@st.composite
def _outside_any_scope(draw: DrawFn) -> tuple[str, Program]:
    name = draw(st.sampled_from(sorted(CASES)))
    return name, draw(CASES[name][0]())


@clause("process/no-scope", "execute/no-scope")
@given(case=_outside_any_scope())
def test_all_that_holds_outside_any_scope_too(
    explore: Explorer, chapter: str, case: tuple[str, Program]
) -> None:
    """If this fails, check whether the helper needs a scope, say to spawn its calls in."""
    name, program = case

    def check(run: Run) -> bool:
        end = described_end(run)
        known = ("raised the exception object", "raised the exception CancelledError")
        expect(
            name == "invalid-limit"
            or not end.startswith("raised the exception ")
            or end.startswith(known),
            f"outside any scope, helper h1 {end}, which nothing in the program raises",
        )
        return CASES[name][1](run)

    check_outside_only(explore, calling(program, chapter), check)
