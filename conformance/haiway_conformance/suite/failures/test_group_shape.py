"""Properties of `failures/group-shape`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.judgement.run import leaves
from haiway_conformance.programs import Program
from haiway_conformance.programs.interpreter import Failure, described
from haiway_conformance.suite.failures.checks import named, unhandled
from haiway_conformance.suite.failures.programs import failing_tasks


@clause("failures/group-shape")
@given(program=failing_tasks())
def test_failures_of_tasks_arrive_in_a_group(explore: Explorer, program: Program) -> None:
    """If this fails: does a single failure leave the scope without a group around it?"""
    for run in explore(program, any_ending=True):
        for scope in run.scopes:
            failures, raised = unhandled(run, scope), run.raised.get(scope)
            # A failure that is nowhere to be seen is another clause's business.
            surfaced = {name for each in run.surfaced(scope) for name in named(each)}
            if raised is None or not run.premise(failures and surfaced >= set(failures)):
                continue
            left, members = described(raised), list(leaves(raised))
            names = {name for each in members for name in named(described(each))}
            is_group = isinstance(raised, BaseExceptionGroup) and not isinstance(raised, Failure)
            expect(
                is_group and names >= set(failures),
                f"tasks of scope {scope} failed with {', '.join(failures)}; expected a group of"
                f" that, but what left the scope was {left}",
            )
            proper = all(isinstance(each, Exception) for each in members)
            expect(
                isinstance(raised, Exception) == proper,
                f"what left scope {scope} was {left}: an ExceptionGroup is for exceptions that are"
                " Exceptions, a BaseExceptionGroup for others",
            )
