"""`tasks/called-once`: each `spawn` calls its function once.

The functions are plain ones that return a coroutine, callables of other kinds, and functions that
raise when they are called.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, Cancel, Spawn, Wait
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.tasks.checks import had_to_begin, spawn_operations
from haiway_conformance.suite.tasks.programs import task_whose_call_raises


@programs
def tasks_of_plain_functions(build: Builder) -> Block:
    """Draw tasks of plain functions that return a coroutine; awaited, cancelled or neither."""
    tasks = tuple(
        Spawn(build.name("t"), build.pauses(), call="plain") for _ in range(build.number(1, 3))
    )
    rest: Block = ()
    for task in tasks:
        match build.number(0, 2):
            case 0:
                rest = (*rest, Await(task.task))
            case 1:
                rest = (*rest, Cancel(task.task))
            case _:
                rest = (*rest, *build.pauses(1))
    return (build.scope((*tasks, *rest)),)


@clause("tasks/called-once")
@given(program=tasks_of_plain_functions())
def test_the_function_is_called_once(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the call is repeated, perhaps after a first attempt failed."""
    for run in explore(program):
        for task in spawn_operations(program):
            called = run.trace.of(Did.CALLED, subject=task)
            began = run.trace.of(Did.BEGAN, subject=task)
            run.premise(began)
            # A task that was cancelled before it began need not have been called.
            expect(
                len(called) == 1 or (not called and not began),
                f"task {task} was spawned once, and its function was called {len(called)} times",
            )
            expect(len(began) <= 1, f"the body of task {task} ran {len(began)} times")


@clause("tasks/called-once")
@given(program=task_whose_call_raises())
def test_a_call_that_raises_is_made_once(explore: Explorer, program: Program) -> None:
    """If this fails, check whether `spawn` tries again when the call raises."""
    for run in explore(program, any_ending=True):
        run.must_end()
        called = run.trace.of(Did.CALLED, subject="odd")
        if not called and not had_to_begin(run, "odd"):
            continue
        if not run.premise(run.trace.of(Did.SPAWNING, subject="odd")):
            continue
        refused = run.trace.first(Did.REFUSED, subject="odd")
        reason = f": `spawn` refused it, and raised {refused.detail}" if refused else ""
        expect(
            len(called) == 1,
            f"task odd was spawned once, and its function, which raises, was called"
            f" {len(called)} times{reason if not called else ''}",
        )


@programs
def tasks_of_other_callables(build: Builder) -> Block:
    """Draw tasks of partial functions or callable objects, all awaited."""
    tasks = tuple(
        Spawn(build.name("t"), build.pauses(1), call=build.one_of("partial", "object"))
        for _ in range(build.number(1, 3))
    )
    return (build.scope((*tasks, *(Await(task.task) for task in tasks))),)


@clause("tasks/called-once")
@given(program=tasks_of_other_callables())
def test_any_callable_is_called_once(explore: Explorer, program: Program) -> None:
    """If this fails, check whether `spawn` needs the function to have a name or a hash."""
    for run in explore(program, any_ending=True):
        run.must_end()
        for task, spawn in spawn_operations(program).items():
            called = run.trace.of(Did.CALLED, subject=task)
            if not called and not had_to_begin(run, task):
                continue
            if not run.premise(run.trace.of(Did.SPAWNING, subject=task)):
                continue
            refused = run.trace.first(Did.REFUSED, subject=task)
            reason = f": `spawn` raised {refused.detail}" if refused else ""
            expect(
                len(called) == 1,
                f"task {task} was spawned once, and its function, {spawn.called}, was called"
                f" {len(called)} times{reason}",
            )


@programs
def tasks_of_equal_calls(build: Builder) -> Block:
    """Draw tasks of functions that equal each other, with the same arguments, at the same time."""
    arguments = tuple(build.name("object") for _ in range(build.number(0, 1)))
    body = build.pauses(1)
    tasks = tuple(
        Spawn(build.name("t"), body, arguments, call="equal") for _ in range(build.number(2, 3))
    )
    rest: Block = tuple(Await(task.task) for task in tasks) if build.flag() else ()
    return (build.scope((*tasks, *rest, Wait("rest", "idle"))),)


@clause("tasks/called-once")
@given(program=tasks_of_equal_calls())
def test_equal_calls_are_made_once_each(explore: Explorer, program: Program) -> None:
    """If this fails, check whether `spawn` looks for a task that does the same already."""
    for run in explore(program, any_ending=True):
        run.must_end()
        for task in spawn_operations(program):
            called = run.trace.of(Did.CALLED, subject=task)
            if not called and not had_to_begin(run, task):
                continue
            if run.premise(run.trace.of(Did.SPAWNED, subject=task)):
                expect(
                    len(called) == 1,
                    f"task {task} was spawned once, beside others with an equal function and the"
                    f" same arguments, and its function was called {len(called)} times",
                )
