"""`failures/interpreter-exit`: KeyboardInterrupt or SystemExit in a task ends the program.

Tried with a task that raises one while others, and the body, wait.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.execution import Failure, described
from haiway_conformance.programs.operations import Block, CleanUp, Fail, Operation, Scope, Wait
from haiway_conformance.simulated_loop import Did


@programs
def interpreter_exits(build: Builder) -> Block:
    """Draw a task that raises KeyboardInterrupt or SystemExit while others wait for ever.

    It does so after a pause: in the first step of an eager task, asyncio itself goes wrong.
    """
    fail = Fail("exit", build.one_of("interrupt", "exit"))

    def task(scope: str) -> Operation:
        end = build.one_of(build.until_exit(scope), build.for_ever())
        return build.spawn(build.with_clean_up((*build.pauses(1), end)))

    def failing(scope: str) -> Block:
        match build.number(0, 2):
            case 0:
                return (build.spawn((*build.pauses(2, least=1), fail)), build.for_ever())
            case 1:
                child = build.spawn((build.pause(), fail))
                return (build.spawn((child, *build.pauses(1))), build.for_ever())
            case _:
                work = (*build.pauses(1), build.until_exit(scope))
                task = build.spawn((CleanUp(work, (*build.pauses(1), fail)),))
                return (task, Wait("rest", "idle"))

    inner: Block = ()
    if build.flag():
        inner = (Scope("scope2", (*build.some(0, 2, lambda: task("scope2")), *failing("scope2"))),)
    tasks = build.some(0, 2, lambda: task("scope1"))
    return (Scope("scope1", (*tasks, *build.pauses(1), *(inner or failing("scope1")))),)


@clause("failures/interpreter-exit")
@given(program=interpreter_exits())
def test_an_interpreter_exit_ends_the_program(explore: Explorer, program: Program) -> None:
    """If this fails, check whether KeyboardInterrupt is put into a group, or held back."""
    for run in explore(program, hygiene=False):
        failed = next((each for each in run.trace.of(Did.FAILED) if each.detail == "exit"), None)
        if failed is None:
            continue
        run.premise(True)  # noqa: FBT003 - the exit was raised
        left = "nothing" if run.error is None else described(run.error)
        expect(
            isinstance(run.error, Failure) and left == "exit",
            f"task {failed.task} raised a KeyboardInterrupt or SystemExit (named exit), but what"
            f" left the program was {left}",
        )
        for task in (each for scope in run.scopes for each in run.tasks_of(scope)):
            exited, ended = run.exited("scope1"), run.ended(task)
            expect(
                exited is not None and ended is not None and ended.number < exited.number,
                f"the KeyboardInterrupt or SystemExit of task {failed.task} ended the program, but"
                f" task {task} had not ended when scope scope1, the outermost, was exited",
            )
