"""Any task may consume a stream, not only the one that made it: `streams/any-consumer`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import generator
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Consume,
    Element,
    Open,
    Process,
    Source,
)
from haiway_conformance.suite.consumers.checks import delivered
from haiway_conformance.suite.streams.checks import expect_all_delivered


@programs
def handed_to_tasks(build: Builder) -> Block:
    """Draw a stream that two tasks consume in turn, in its scope or in an inner one.

    Another task, or a handler, may have made it, and have ended by then.
    """
    opened: Block = (Open("s1", generator(build, 1, 4)),)
    match build.number(0, 3):
        case 0:
            maker = build.spawn(opened)
            opened = (maker, Await(maker.task))
        case 1:
            opened = (Process("maker", Source(elements=(Element(body=opened),))),)
        case _:
            pass
    first = build.spawn((*build.pauses(1), Consume("s1", build.pauses(1), build.number(1, 2))))
    second = build.spawn((*build.pauses(1), Consume("s1", build.pauses(1))))
    inner: Block = (first, Await(first.task), second, Await(second.task))
    if build.flag():
        inner = (build.scope(inner),)
    return (build.scope((*opened, *inner)),)


@clause("streams/any-consumer")
@given(program=handed_to_tasks())
def test_another_task_can_consume_a_stream(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a stream is bound to the task that made it."""
    for run in explore(program):
        consumers = {each.task for each in delivered(run)}
        run.premise(consumers - {"main"})
        expect_all_delivered(run)
