"""`scopes/single-use`: entering a scope object a second time raises an error."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, EnterAgain, Join, Scope, Start
from haiway_conformance.suite.scopes.checks import expect_tasks_ended_inside


@programs
def entered_twice(build: Builder) -> Block:
    """Draw a scope object that is entered again, in its body or after its exit."""
    again = EnterAgain("scope1")
    tasks = build.some(0, 1, lambda: build.spawn(build.pauses(2)))
    second: Block = (Start("other", (again,)), Join("other")) if build.seldom() else (again,)
    if build.flag():
        return (Scope("scope1", (*tasks, *second, *build.pauses(1))),)
    return (Scope("scope1", (*tasks, *build.pauses(1))), *second)


@clause("scopes/single-use")
@given(program=entered_twice())
def test_a_second_entry_is_refused(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a scope object records that it has been entered."""
    for run in explore(program, any_ending=True, hygiene=False):
        seen = run.seen("second entry of scope1")
        if run.premise(seen):
            expect(
                seen[0].startswith("refused"),
                "the object of scope scope1 was entered a second time without an error",
            )
            expect_tasks_ended_inside(run, "scope1")
        run.must_end()
        run.must_not_raise_strangers()
