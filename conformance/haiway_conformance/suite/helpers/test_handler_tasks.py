"""Tasks that handlers spawn belong to the scope of the helper's caller, and may outlast the call.

Properties of `process/handler-tasks` and `execute/handler-tasks`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import calling, source
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Fail,
    Process,
    Scope,
    Spawn,
    Wait,
)
from haiway_conformance.simulated_loop import Did


@programs
def handlers_that_spawn(build: Builder) -> Block:
    """Draw handlers that spawn tasks which run until the exit of the caller's scope.

    One may fail after that.
    """
    nested = build.flag()
    scope = "scope2" if nested else "scope1"

    def body() -> Block:
        spawn = Spawn(build.name("t"), build.busy_until_exit(scope))
        return (*build.pauses(1), *((spawn,) if build.flag() else ()), *build.pauses(1))

    bodies = [body() for _ in range(build.number(0, 3))]
    bodies.insert(0, (*build.pauses(1), build.spawn(build.busy_until_exit(scope))))
    if build.seldom():
        spawn = build.spawn(build.busy_until_exit(scope))
        bodies.append((spawn, Wait("then", "idle"), Fail("error")))
    call: Block = (Catch((Process("h1", source(build, bodies), build.number(1, 3)),)),)
    # Shows whether the scope awaits tasks at all: if it does not, another clause is broken.
    control = Spawn("control", (build.until_exit(scope),))
    inner = Scope(scope, (control, *build.in_a_task(call), Wait("rest", "idle")))
    return (Scope("scope1", (inner,)),) if nested else (inner,)


@clause("process/handler-tasks", "execute/handler-tasks")
@given(program=handlers_that_spawn())
def test_what_a_handler_spawns_is_the_callers(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether tasks end with the call, or with the helper."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.must_end()
        run.premise(_expect_tasks_in_scope_of_caller(run))


def _expect_tasks_in_scope_of_caller(run: Run) -> bool:
    """Check that tasks spawned by handler calls run until the exit of the scope, and end in it.

    Returns:
        True if there were any.
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


@clause("process/handler-tasks", "execute/handler-tasks")
@given(program=handlers_in_handlers())
def test_what_a_handler_in_a_handler_spawns_is_the_callers(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether tasks end with the call that spawned them, or an outer one."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.must_end()
        run.premise(_expect_tasks_in_scope_of_caller(run))
