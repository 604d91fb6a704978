"""Every item is delivered exactly once, in order, as the same object: `streams/order`.

Tried with items of every kind, with very many items, and with any callable that makes a generator.
"""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import FUNCTIONS, MANY, generator
from haiway_conformance.programs.operations import (
    Block,
    Consume,
    Element,
    Next,
    Open,
    Source,
    Yield,
)
from haiway_conformance.suite.streams.checks import expect_all_delivered


@programs
def items_of_all_kinds(build: Builder) -> Block:
    """Draw items of every value, one object perhaps twice, read in loops and one by one.

    A loop may be left and resumed, and the first item may be read in an inner scope.
    """
    source = generator(build, 2, 8, odd=True)
    last = build.one_of((), (Element("none"), Element("none")), (Element("exception"),))
    source = replace(source, elements=(*source.elements, *last))
    by_loop = Consume("s1", build.pauses(1))
    ways: tuple[Block, ...] = (
        (by_loop,),
        (Next("s1", 2), by_loop),
        (Consume("s1", build.pauses(1), 2), *build.pauses(1), by_loop),
        (build.scope((Next("s1"),)), *build.pauses(1), by_loop),
        (Next("s1", 11),),
    )
    return (build.scope((Open("s1", source), *build.pauses(1), *build.one_of(*ways))),)


@clause("streams/order")
@given(program=items_of_all_kinds())
def test_every_item_is_delivered_once_and_in_order(explore: Explorer, program: Program) -> None:
    """If this fails, check whether falsy items end the stream, or a left loop drops an item."""
    for run in explore(program):
        run.premise(expect_all_delivered(run))


@programs
def very_many_items(build: Builder) -> Block:
    """Draw far more items than fit into a buffer; few programs, as each takes long."""
    source = Source("async generator", (Element(),) * MANY, build.one_of((), (Yield(),)))
    return (build.scope((Open("s1", source), Consume("s1"))),)


@clause("streams/order")
@given(program=very_many_items())
def test_a_long_stream_is_delivered_whole(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a full buffer drops items."""
    for run in explore(program):
        run.premise(expect_all_delivered(run))


@programs
def generators_of_any_kind(build: Builder) -> Block:
    """Draw streams made from partial functions, callable objects or plain functions."""
    opened = Open("s1", generator(build, 1, 3), generator=build.one_of(*FUNCTIONS))
    return (build.scope((opened, *build.pauses(1), Consume("s1", build.pauses(1)))),)


@clause("streams/order")
@given(program=generators_of_any_kind())
def test_any_callable_that_makes_a_generator_makes_a_stream(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether the function must have a name, or be a generator function."""
    for run in explore(program):
        run.premise(expect_all_delivered(run))
