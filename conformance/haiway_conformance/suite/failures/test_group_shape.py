"""`failures/group-shape`: failures of tasks leave the scope in an exception group.

Tried with one or several tasks that fail, with exceptions that are no `Exception` too.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.judgement.raised import leaves
from haiway_conformance.programs import Program
from haiway_conformance.programs.execution import Failure, described
from haiway_conformance.suite.failures.checks import (
    failure_names,
    surfaced_names,
    unhandled_failures,
)
from haiway_conformance.suite.failures.programs import failing_tasks


@clause("failures/group-shape")
@given(program=failing_tasks())
def test_failures_of_tasks_arrive_in_a_group(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a single failure leaves the scope without a group around it."""
    for run in explore(program, any_ending=True):
        for scope in run.scopes:
            failures, raised = unhandled_failures(run, scope), run.raised.get(scope)
            # That failures surface at all is `failures/surfaces`.
            surfaced = surfaced_names(run, scope)
            if raised is None or not run.premise(failures and surfaced >= set(failures)):
                continue
            left, members = described(raised), list(leaves(raised))
            names = {name for each in members for name in failure_names(described(each))}
            is_group = isinstance(raised, BaseExceptionGroup) and not isinstance(raised, Failure)
            expect(
                is_group and names >= set(failures),
                f"tasks of scope {scope} failed with {', '.join(failures)}; instead of a group"
                f" of these, what left the scope was {left}",
            )
            proper = all(isinstance(each, Exception) for each in members)
            expect(
                isinstance(raised, Exception) == proper,
                f"what left scope {scope} was {left}; it should be an ExceptionGroup exactly if all"
                " its members are of class Exception",
            )
