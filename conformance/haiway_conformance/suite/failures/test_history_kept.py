"""`failures/history-kept`: what leaves a scope still tells where it comes from.

Tried with failures of tasks and bodies that have a cause or a context of their own.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    CleanUp,
    Fail,
    Operation,
    Scope,
    Start,
    Wait,
)


def _fails_with_a_history(build: Builder) -> Block:
    """Draw a failure with a cause, or with what it has replaced as its context, or with neither."""
    kind = a_failure(build).kind
    match build.number(0, 3):
        case 0:
            return (Fail(build.name("error"), kind, build.name("cause")),)
        case 1 | 2:
            replaced = Fail(build.name("error"))
            return (CleanUp((replaced,), (*build.pauses(1), Fail(build.name("error"), kind))),)
        case _:
            return (Fail(build.name("error"), kind),)


@programs
def failures_with_a_history(build: Builder) -> Block:
    """Draw scopes whose tasks fail, by themselves or when they are cancelled; the body may, too."""

    def task(name: str) -> Operation:
        fails = _fails_with_a_history(build)
        if build.flag():
            return build.spawn((*build.pauses(1), *fails))
        return build.spawn((CleanUp((build.until_exit(name),), fails),))

    block: Block = ()
    for _ in range(build.number(1, 2)):
        name = build.name("scope")
        tasks = build.some(0, 2, lambda name=name: task(name))
        end = (
            _fails_with_a_history(build) if build.seldom() else (Wait(build.name("rest"), "idle"),)
        )
        block = (Scope(name, (*tasks, *build.pauses(1), *block, *end)),)
    return (Start("runner", (Catch(block),)),)


@clause("failures/history-kept")
@given(program=failures_with_a_history())
def test_failures_keep_their_cause_their_context_and_their_traceback(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether exceptions are raised anew, or links are set on them."""
    for run in explore(program, any_ending=True):
        run.premise(run.lost)
        for who, lost in run.lost.items():
            expect(not lost, f"{who} failed; when that had left the scope, {lost}")
