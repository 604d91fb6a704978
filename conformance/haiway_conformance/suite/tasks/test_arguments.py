"""`tasks/arguments`: a task's function is called with exactly the arguments given to `spawn`.

Tasks are spawned with positional and keyword arguments, some of them named like parameters that an
implementation may have itself.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, Spawn
from haiway_conformance.suite.tasks.checks import spawn_operations


@programs
def tasks_with_arguments(build: Builder) -> Block:
    """Draw tasks with up to three positional and three keyword arguments, all awaited."""

    def argument() -> str:
        return build.one_of(build.name("object"), "None", "False", "0", "()", "[]", "{}")

    keywords = ("name", "function", "coro", "task", "scope", "self", "context", "cls", "args")
    tasks = tuple(
        Spawn(
            build.name("t"),
            build.pauses(1),
            tuple(argument() for _ in range(build.number(0, 3))),
            tuple(
                (keyword, argument())
                for keyword in sorted({build.one_of(*keywords) for _ in range(build.number(0, 3))})
            ),
        )
        for _ in range(build.number(1, 3))
    )
    return (build.scope((*tasks, *(Await(task.task) for task in tasks))),)


@clause("tasks/arguments")
@given(program=tasks_with_arguments())
def test_arguments_arrive_as_given(explore: Explorer, program: Program) -> None:
    """If this fails, check whether `spawn` drops keywords or takes them as its own parameters."""
    for run in explore(program):
        for spawn in spawn_operations(program).values():
            began = run.began(spawn.task)
            if began is None:
                continue
            run.premise(spawn.positional or spawn.keyword)
            passed = ", ".join(
                [*spawn.positional, *(f"{key}={name}" for key, name in spawn.keyword)]
            )
            expect(
                began.detail == passed,
                f"task {spawn.task} was spawned with ({passed}), but its function was called with"
                f" ({began.detail})",
            )
