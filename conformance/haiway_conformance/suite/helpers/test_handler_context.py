"""Handlers have the state and the log identity of their caller.

Properties of `process/handler-context` and `execute/handler-context`.
"""

from typing import Final

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import calling, source
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Fail,
    GetState,
    Log,
    Process,
    Provided,
    Scope,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.helpers.checks import is_handler_call

LOOK: Final[Block] = (GetState("A"), Log("probe"))
"""Looks up what a handler has of its caller."""


@programs
def handlers_that_look_around(build: Builder) -> Block:
    """Draw handlers that look up their context; one may fail after that."""
    nested = build.flag()
    scope = "scope2" if nested else "scope1"
    bodies: list[Block] = [(*LOOK, *build.pauses(1), *LOOK) for _ in range(build.number(1, 4))]
    if build.seldom():
        bodies.append((*LOOK, Fail("error")))
    call: Block = (Catch((Process("h1", source(build, bodies), build.number(1, 3)),)),)
    caller = build.in_a_task((Log("probe"), *call))
    inner = Scope(scope, (Log("probe"), *caller, *build.pauses(1)), (Provided("A", f"of {scope}"),))
    if nested:
        return (Scope("scope1", (inner,), (Provided("A", "of scope1"),)),)
    return (inner,)


@clause("process/handler-context", "execute/handler-context")
@given(program=handlers_that_look_around())
def test_handlers_see_the_callers_scope(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails, check whether calls run in the context of a worker or of another scope."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(_expect_context_of_caller(run))


def _expect_context_of_caller(run: Run) -> bool:
    scope = run.scopes[-1] if run.scopes else ""
    # How a log record identifies its scope is open, so it is compared with one of the body's.
    body = run.trace.of(Did.SAW, subject="log", task="main")
    met = False
    for each in run.trace.of(Did.SAW):
        if not is_handler_call(each.task):
            continue
        met = True
        expected = {
            "state A": f"of {scope}",
            "log": body[0].detail if body else each.detail,
        }[each.subject]
        expect(
            each.detail == expected,
            f"handler call {each.task} saw {each.subject} = {each.detail}; expected {expected}: its"
            f" caller is in {scope}",
        )
    return met
