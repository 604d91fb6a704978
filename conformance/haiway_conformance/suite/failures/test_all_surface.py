"""`failures/all-surface`: when several tasks fail, every one of their exceptions surfaces.

Tried with tasks that fail in the same iteration of the loop, or all in their clean-ups.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    CleanUp,
    Fail,
    Failing,
    Gather,
    Scope,
    Sleep,
    Spawn,
    Wait,
    Yield,
)
from haiway_conformance.suite.failures.checks import expect_failures_surface, unhandled_failures
from haiway_conformance.suite.failures.programs import busy_tasks

FEW = 2
"""Only so few tasks draw pauses of their own, to save choices."""


@programs
def failing_together(build: Builder) -> Block:
    """Draw tasks of one scope that fail in the same iteration, or all in their clean-ups."""
    # Mostly all failures are of one kind: an implementation may take them for one.
    own = build.seldom()
    kind: Failing = "exception" if own else build.one_of("exception", "twin", "twin", "base")
    # Tasks that are spawned together and do the same stay in step.
    before: Block = build.one_of((), (Yield(),), (Yield(), Yield()), (Sleep(1),))
    late = build.seldom()

    def task(number: int) -> Spawn:
        fail = a_failure(build) if own else Fail(build.name("error"), kind)
        if not late:
            return build.spawn((*before, fail))
        clean_up = build.pauses(1) if number < FEW else ()
        return build.spawn((CleanUp((build.until_exit("scope1"),), (*clean_up, fail)),))

    failing = [task(number) for number in range(build.number(2, 5) + build.one_of(0, 0, 0, 40))]
    tasks: Block = tuple(failing)
    if build.seldom():
        tasks = (build.spawn((*tasks, *build.pauses(1))),)
    elif not (late or build.seldom()):
        # `gather` delivers only one of the failures.
        tasks = (*tasks, Catch((Gather(tuple(each.task for each in failing)),)))
    end: Block = build.pauses(1) if build.seldom() else (Wait("rest", "idle"),)
    scope = Scope("scope1", (*tasks, *busy_tasks(build, "scope1"), *end))
    if build.seldom():
        # In a task that nothing awaits, and that then fails with all of them.
        return (
            Scope("around", (build.spawn((scope,)), Wait("last", "idle", after="exit of scope1"))),
        )
    return (scope,)


@clause("failures/all-surface")
@given(program=failing_together())
def test_of_several_failures_none_is_lost(explore: Explorer, program: Program) -> None:
    """If this fails, check whether only the first failure is kept, or one of several equal ones."""
    for run in explore(program, any_ending=True):
        run.must_end()
        for scope in run.scopes:
            failures = unhandled_failures(run, scope)
            run.premise(len(failures) > 1)
            expect_failures_surface(run, scope, failures)
