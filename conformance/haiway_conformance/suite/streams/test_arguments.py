"""The arguments of `ctx.stream` are passed to the generator function: `streams/arguments`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import generator
from haiway_conformance.programs.operations import Block, Consume, Open


@programs
def with_arguments(build: Builder) -> Block:
    """Draw arguments; some keywords have names that implementations use for parameters."""
    names = ("source", "stream", "self", "generator", "name", "cls", "args", "scope", "context")
    values = ("object1", "None", "0", "()")
    positional = tuple(build.one_of(*values) for _ in range(build.number(0, 3)))
    chosen = sorted({build.one_of(*names) for _ in range(build.number(0, 3))})
    keyword = tuple((name, build.one_of(*values)) for name in chosen)
    opened = Open("s1", generator(build, 1, 2), positional, keyword)
    return (build.scope((opened, Consume("s1"))),)


@clause("streams/arguments")
@given(program=with_arguments())
def test_arguments_arrive_at_the_generator(explore: Explorer, program: Program) -> None:
    """If this fails, check whether keywords are dropped, or meant for the implementation."""
    opened = next(each for each in program if isinstance(each, Open))
    expected = ", ".join([*opened.positional, *(f"{key}={name}" for key, name in opened.keyword)])
    for run in explore(program):
        began = run.began("source of s1")
        if run.premise(began and expected) and began:
            expect(
                began.detail == expected,
                f"stream s1 was made with ({expected}), but its generator was called with"
                f" ({began.detail})",
            )
