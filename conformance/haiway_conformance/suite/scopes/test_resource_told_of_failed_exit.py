"""`scopes/resource-told-of-failed-exit`: after a failed exit, the others are told of it."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Catch, Fail, Resource, Scope, SetContext
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.scopes.programs import some_resources
from haiway_conformance.suite.scopes.resource_exits import (
    exits_after_all,
    failures_in,
    told_in_words,
)


@programs
def resources_after_a_failed_exit(build: Builder) -> Block:
    """Draw a scope with resources, of which the first or the last one fails to exit."""
    failing = Resource(
        "failing", (), (*build.pauses(1), SetContext("x", "failing"), Fail("error of exit"))
    )
    others = some_resources(build, 1, 2)
    # One that exits them in the order of entering is asked, too.
    resources = (*others, failing) if build.flag() else (failing, *others)
    body: Block = (*build.pauses(1), *build.one_of((), (Fail("error of body"),)))
    return (Catch((Scope("scope1", body, resources=resources),)),)


@clause("scopes/resource-told-of-failed-exit")
@given(program=resources_after_a_failed_exit())
def test_resources_are_told_of_another_that_failed(explore: Explorer, program: Program) -> None:
    """If this fails, check whether what an exit raises is told to the exits after it."""
    for run in explore(program):
        failed = run.trace.first(Did.SET, task="failing")
        # Where the body failed too, that is what leaves as well: to be told of either is enough.
        bodies = [each.detail for each in run.trace.of(Did.EXITING) if each.detail != "normally"]
        for _, visit, exiting in exits_after_all(run):
            if failed is None or visit.resource == "failing" or exiting.number < failed.number:
                continue
            run.premise(True)  # noqa: FBT003 - another exit had failed
            expect(
                failures_in(visit.told, context=True) & {"error of exit", *bodies},
                f"{visit.resource} was told of {told_in_words(visit)} in its exit, after the exit"
                " of failing had raised 'error of exit'",
            )
