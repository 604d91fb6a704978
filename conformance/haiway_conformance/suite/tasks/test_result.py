"""`tasks/result`: every awaiter of a task gets the object that the task returned.

Results are of all kinds, false ones and exceptions among them; body, siblings and tasks outside the
scope await them, repeatedly and through `gather`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, Gather, Join, Spawn, Start
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.tasks.checks import result_of, spawn_operations
from haiway_conformance.suite.tasks.programs import RESULTS


@programs
def awaited_results(build: Builder) -> Block:
    """Draw tasks whose results are awaited by the body, siblings and other tasks, repeatedly."""
    tasks = tuple(
        Spawn(build.name("t"), build.pauses(), result=build.one_of(*RESULTS))
        for _ in range(build.number(1, 2))
    )
    names = [task.task for task in tasks]
    awaits = [
        Await(build.one_of(*names), build.one_of("await", "gather"), build.number(1, 2))
        for _ in range(build.number(1, 3))
    ]
    own = build.flag()
    inner: Block = ()
    joins: Block = ()
    for each in awaits:
        match build.number(0, 2):
            case 0:
                inner = (*inner, *build.pauses(1), each)
            case 1:
                sibling = build.spawn((*build.pauses(1), each))
                inner = (*inner, sibling)
                joins = (*joins, Await(sibling.task))
            case _:
                name = build.name("other")
                inner = (*inner, Start(name, (each,)) if own else each)
                joins = (*joins, Join(name))
    scope = build.scope((*tasks, *inner, *joins, *(Await(name) for name in names)))
    return (scope, *(Await(name) for name in names[: build.number(0, 1)]))


@clause("tasks/result")
@given(program=awaited_results())
def test_every_awaiter_gets_the_result(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a result is handed out only once, copied, or lost if false."""
    for run in explore(program):
        _results_are_right(run)


def _results_are_right(run: Run) -> None:
    spawns = spawn_operations(run.program)
    for got in run.trace.of(Did.GOT):
        expected = result_of(spawns[got.subject])
        run.premise(True)  # noqa: FBT003 - somebody awaited a task
        expect(
            got.detail == expected,
            f"task {got.subject} returned {expected}, but {got.task}, which awaited it, was given:"
            f" {got.detail}",
        )


@programs
def gathered_results(build: Builder) -> Block:
    """Draw tasks that end in any order, all awaited by one `gather`, twice."""
    tasks = tuple(
        Spawn(build.name("t"), build.pauses(), result=build.one_of(*RESULTS))
        for _ in range(build.number(2, 4))
    )
    names = tuple(task.task for task in tasks)
    return (build.scope((*tasks, *build.pauses(1), Gather(names), Gather(names))),)


@clause("tasks/result")
@given(program=gathered_results())
def test_gather_gives_each_result_in_its_place(explore: Explorer, program: Program) -> None:
    """If this fails, check whether `gather` orders results by when the tasks ended."""
    for run in explore(program):
        _results_are_right(run)
