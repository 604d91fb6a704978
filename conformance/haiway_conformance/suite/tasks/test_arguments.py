"""Properties of `tasks/arguments`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Await, Block, Spawn
from haiway_conformance.suite.tasks.checks import spawn_operations


@programs
def passed_arguments(build: Builder) -> Block:
    """Tasks with arguments; among the keywords are names of implementations' own parameters."""

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
@given(program=passed_arguments())
def test_arguments_arrive_as_given(explore: Explorer, program: Program) -> None:
    """If this fails: are keywords dropped, or taken for the implementation's own parameters?"""
    for run in explore(program):
        for spawn in spawn_operations(program).values():
            began = run.began(spawn.task)
            if began is None:
                continue
            run.premise(spawn.positional or spawn.keyword)
            given_ = ", ".join(
                [*spawn.positional, *(f"{key}={name}" for key, name in spawn.keyword)]
            )
            expect(
                began.detail == given_,
                f"task {spawn.task} was spawned with ({given_}), but its function was called with"
                f" ({began.detail})",
            )
