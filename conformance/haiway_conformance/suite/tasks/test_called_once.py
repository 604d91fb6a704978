"""Properties of `tasks/called-once` and `tasks/call-error-at-spawn`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, Call, Cancel, Catch, Spawn
from haiway_conformance.programs.phrases import called_by
from haiway_conformance.simulation import Did
from haiway_conformance.suite.tasks.checks import spawn_operations


@programs
def plain_functions(build: Builder) -> Block:
    """Tasks whose function is a plain one that makes a coroutine; awaited, cancelled or neither."""
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
@given(program=plain_functions())
def test_the_function_is_called_once(explore: Explorer, program: Program) -> None:
    """If this fails: is the call made again somewhere, say where a first attempt failed?"""
    for run in explore(program):
        for task in spawn_operations(program):
            called, began = (
                run.trace.of(Did.CALLED, subject=task),
                run.trace.of(Did.BEGAN, subject=task),
            )
            run.premise(began)
            # One that was cancelled before it began need not have been called.
            expect(
                len(called) == 1 or (not called and not began),
                f"task {task} was spawned once, and its function was called {len(called)} times",
            )
            expect(len(began) <= 1, f"the body of task {task} was run {len(began)} times")


CALLS: tuple[Call, ...] = ("raises", "raises LookupError", "raises TypeError")


@programs
def called_in_other_ways(build: Builder) -> Block:
    """A task whose function raises when it is called."""
    call: Call = build.one_of(*CALLS)
    others = build.some(0, 1, lambda: build.spawn(build.pauses(1)))
    spawn = Spawn("odd", keyword=(("key", "object1"),) if build.flag() else (), call=call)
    wait: Block = (Await("odd"),) if build.flag() else ()
    inner: Block = (build.scope((*others, *build.pauses(1), spawn, *wait, *build.pauses(1))),)
    if build.flag():
        inner = (build.scope((Catch(inner), *build.pauses(1))),)
    return (Catch(inner),)


@clause("tasks/called-once")
@given(program=called_in_other_ways())
def test_a_call_that_raises_is_made_once_and_surfaces(explore: Explorer, program: Program) -> None:
    """If this fails: is the call's exception taken for one of the implementation's own?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        called = run.trace.of(Did.CALLED, subject="odd")
        if not run.premise(run.trace.of(Did.SPAWNING, subject="odd")):
            continue
        refused = run.trace.first(Did.REFUSED, subject="odd")
        instead = f": `spawn` refused it, and raised {refused.detail}" if refused else ""
        expect(
            len(called) == 1,
            f"task odd was spawned once, and its function, which raises, was called"
            f" {len(called)} times{instead if not called else ''}",
        )
        got = run.trace.first(Did.GOT, subject="odd")
        surfaced = (
            (refused and "call of odd" in refused.detail)
            or (got and "call of odd" in got.detail)
            or any("call of odd" in run.surfaced(scope) for scope in run.scopes)
        )
        expect(
            surfaced,
            "the function of task odd raised 'call of odd' when it was called, and nobody was told:"
            " neither the spawner, nor an awaiter, nor whoever left the scope",
        )


@clause("tasks/call-error-at-spawn")
@given(program=called_in_other_ways())
def test_a_call_that_raises_surfaces_at_spawn(explore: Explorer, program: Program) -> None:
    """If this fails: is the call made later than `spawn`, so that its error comes elsewhere?"""
    for run in explore(program, any_ending=True):
        if run.premise(run.trace.first(Did.CALLED, subject="odd")):
            expect(
                run.trace.first(Did.REFUSED, subject="odd"),
                "the function of task odd raised when it was called, but `spawn` returned",
            )


@programs
def tasks_of_any_kind(build: Builder) -> Block:
    """Tasks whose functions are partial ones or objects that can be called, all awaited."""
    tasks = tuple(
        Spawn(build.name("t"), build.pauses(1), call=build.one_of("partial", "object"))
        for _ in range(build.number(1, 3))
    )
    return (build.scope((*tasks, *(Await(task.task) for task in tasks))),)


@clause("tasks/called-once")
@given(program=tasks_of_any_kind())
def test_whatever_can_be_called_is_called_once(explore: Explorer, program: Program) -> None:
    """If this fails: does `spawn` ask the function for a name, or for a hash?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        for spawn in [each for each in program if isinstance(each, Spawn)]:
            if not run.premise(run.trace.of(Did.SPAWNING, subject=spawn.task)):
                continue
            called = run.trace.of(Did.CALLED, subject=spawn.task)
            refused = run.trace.first(Did.REFUSED, subject=spawn.task)
            instead = f": `spawn` raised {refused.detail}" if refused else ""
            expect(
                len(called) == 1,
                f"task {spawn.task} was spawned once, and its function, {called_by(spawn)}, was"
                f" called {len(called)} times{instead}",
            )
