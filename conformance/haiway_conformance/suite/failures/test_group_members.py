"""`failures/group-members`: of an exception group that a task raises, no member is lost.

Tried with groups in groups that have a CancelledError among their members, raised by tasks that
nobody awaits, by themselves or in their clean-up.
"""

from typing import Final

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Catch, Fail, Scope, Wait
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.failures.checks import failure_names
from haiway_conformance.suite.failures.programs import failing_task
from haiway_conformance.suite.scopes.checks import how

MEMBERS: Final = ("in its group", "cancelled in it", "deeper in it")
"""The endings of the names of the members of `nested groups`."""


@programs
def tasks_that_raise_groups(build: Builder) -> Block:
    """Draw tasks that fail with groups in groups, and that nobody awaits."""
    tasks = build.some(1, 2, lambda: failing_task(build, "scope1", "nested groups"))
    end: Block = (Fail(build.name("error")),) if build.seldom() else (Wait("rest", "idle"),)
    return (Catch((Scope("scope1", (*tasks, *build.pauses(1), *end)),)),)


@clause("failures/group-members")
@given(program=tasks_that_raise_groups())
def test_no_member_of_a_group_is_lost(explore: Explorer, program: Program) -> None:
    """If this fails, check whether groups are flattened, and how deep that goes."""
    for run in explore(program, any_ending=True):
        exited = run.exited("scope1")
        if exited is None:
            continue
        surfaced = run.surfaced("scope1")
        for task in run.tasks_of("scope1"):
            failed = run.trace.first(Did.FAILED, subject=task)
            for name in failure_names(failed.detail) if failed else ():
                members = [f"{name}, {each}" for each in MEMBERS]
                # That nothing of it surfaces is a matter of `failures/surfaces`.
                if not run.premise(surfaced.intersection(members)):
                    continue
                expect(
                    surfaced.issuperset(members),
                    f"task {task} raised {name}, an exception group, and a member of it did not"
                    f" surface: {', '.join(sorted({*members} - surfaced))}; scope scope1 was exited"
                    f" {how(exited)}",
                )
