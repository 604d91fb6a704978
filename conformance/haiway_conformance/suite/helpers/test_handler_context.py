"""Handlers have their caller's state and log identity, and variables of their own.

Tasks that they spawn belong to the caller's scope.
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
    GetVariable,
    Log,
    Process,
    Provided,
    Scope,
    SetVariable,
    Spawn,
    Wait,
)
from haiway_conformance.simulation import Did
from haiway_conformance.suite.helpers.checks import is_handler_call

LOOK: Final[Block] = (GetState("A"), Log("probe"), GetVariable("A"))
"""Looks up all that belongs to a handler's context."""


@programs
def handlers_that_look_around(build: Builder) -> Block:
    """Draw handlers that look up their context, set variables, and spawn tasks of the scope.

    One may fail after that.
    """
    nested = build.flag()
    scope = "scope2" if nested else "scope1"

    def body() -> Block:
        spawn = Spawn(build.name("t"), (*LOOK, *build.busy_until_exit(scope)))
        block = (*LOOK, SetVariable("A", build.name("value")), *build.pauses(1), *LOOK)
        return (*block, spawn) if build.seldom() else block

    bodies = [body() for _ in range(build.number(1, 4))]
    if build.seldom():
        spawn = build.spawn(build.busy_until_exit(scope))
        bodies.append((spawn, Wait("then", "idle"), Fail("error")))
    call: Block = (Catch((Process("h1", source(build, bodies), build.number(1, 3)),)),)
    before: Block = (SetVariable("A", build.name("value")),) if build.flag() else ()
    # Shows whether the scope awaits tasks at all: if it does not, another clause is broken.
    control = Spawn("control", (build.until_exit(scope),))
    caller = build.in_a_task((Log("probe"), *call))
    inner = Scope(
        scope,
        (*before, Log("probe"), control, *caller, *build.pauses(1)),
        (Provided("A", f"of {scope}"),),
    )
    if nested:
        return (Scope("scope1", (inner,), (Provided("A", "of scope1"),)),)
    return (inner,)


@clause("process/handler-context", "execute/handler-context")
@given(program=handlers_that_look_around())
def test_handlers_see_the_callers_scope(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails, check whether calls run in the context of a worker or of another scope."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.must_end()
        _expect_context_of_caller(run)
        _expect_tasks_in_scope_of_caller(run)


def _expect_context_of_caller(run: Run) -> None:
    scope = run.scopes[-1]
    # How a log record identifies its scope is open, so it is compared with one of the body's.
    body = run.trace.of(Did.SAW, subject="log", task="main")
    owned: dict[str, str] = {}
    for each in run.trace:
        if each.did is Did.SET:
            owned[each.task] = each.detail
        if each.did is not Did.SAW or not is_handler_call(each.task):
            continue
        run.premise(True)  # noqa: FBT003 - a handler has looked something up
        expected = {
            "state A": f"of {scope}",
            "log": body[0].detail if body else each.detail,
            "variable A": owned.get(each.task, "None"),
        }[each.subject]
        expect(
            each.detail == expected,
            f"handler call {each.task} saw {each.subject} = {each.detail}; expected {expected}: its"
            f" caller is in {scope}, and each handler call has variables of its own",
        )


def _expect_tasks_in_scope_of_caller(run: Run) -> bool:
    """Check that tasks spawned by handler calls run until the exit of the scope, and end in it.

    Returns:
        Whether there were any.
    """
    scope = run.scopes[-1]
    exiting, exited, control = run.exiting(scope), run.exited(scope), run.ended("control")
    if not (exiting and exited and control and control.number < exited.number):
        return False  # the scope did not even await a task that its body spawned
    failed = [run.trace.first(Did.FAILED, subject=each) for each in run.tasks_of(scope)]
    failing = min((each.number for each in failed if each), default=exiting.number)
    met = False
    for each in run.trace.of(Did.SPAWNED):
        if "[" not in each.task:
            continue
        began, ended = run.began(each.subject), run.ended(each.subject)
        met = met or began is not None
        expect(
            began is None or (ended and ended.number < exited.number),
            f"task {each.subject}, spawned by handler call {each.task}, had not ended when {scope},"
            " in which the helper was called, was exited",
        )
        interrupted = run.trace.first(Did.INTERRUPTED, task=each.subject)
        expect(
            # A scope that fails may cancel its tasks before its body has ended.
            interrupted is None or interrupted.number > min(exiting.number, failing),
            f"task {each.subject}, spawned by handler call {each.task}, was cancelled before"
            f" {scope}, to which it belongs, was exited",
        )
    return met


@programs
def handlers_in_handlers(build: Builder) -> Block:
    """Draw handlers that call a helper, at several levels; the innermost ones spawn tasks."""
    depth = build.number(2, 3)
    spawn = build.spawn(build.busy_until_exit("scope1"))
    # The call goes on when the task has begun: one that never begins would show nothing.
    body: Block = (*build.pauses(1), spawn, Wait(build.name("begun"), "idle"))
    for level in range(depth, 0, -1):
        bodies = [body, *(build.pauses(1) for _ in range(build.number(0, 1)))]
        body = (Process(f"h{level}", source(build, bodies), build.number(1, 2)), *build.pauses(1))
    # Shows whether the scope awaits tasks at all: if it does not, another clause is broken.
    control = Spawn("control", (build.until_exit("scope1"),))
    return (Scope("scope1", (control, *body, *build.pauses(1))),)


@clause("process/handler-context", "execute/handler-context")
@given(program=handlers_in_handlers())
def test_what_a_handler_in_a_handler_spawns_is_the_callers(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether tasks end with the call that spawned them, or an outer one."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.must_end()
        run.premise(_expect_tasks_in_scope_of_caller(run))
