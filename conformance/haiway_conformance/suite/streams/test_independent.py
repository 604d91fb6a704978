"""Several streams at once do not disturb each other: `streams/independent`.

Tried with streams that end, fail, are left or are silent, with streams of one generator function,
and with very many streams.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, maybe_pause, programs
from haiway_conformance.programs.drawing.sources import generator
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Catch,
    Close,
    Consume,
    Element,
    Next,
    Open,
    OpenAgain,
    Operation,
    Source,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.checks import delivered, expect_items_in_order, sources_of


@programs
def several_streams(build: Builder) -> Block:
    """Draw streams read in turns or by a task each; some fail, some are left, one is silent."""
    count = build.number(2, 3)
    opened: list[Operation] = []
    reads: list[Operation] = []
    for number in range(1, count + 1):
        name = f"s{number}"
        ending = build.one_of("ends", "ends", "fails")
        opened.append(Open(name, generator(build, 0, 3, ending=ending)))
        left = build.one_of(None, None, 1)
        reads.append(Catch((Consume(name, build.pauses(1), left),)))
    if build.flag():
        tasks = [build.spawn((each,)) for each in reads]
        waits: Block = tuple(Await(each.task) for each in tasks)
        silent: Block = ()
        if build.flag():  # the scope ends while its consumer waits
            name = f"s{count + 1}"
            stays = Open(name, generator(build, 0, 1, ending="silent"))
            silent = (stays, build.spawn((Consume(name),)))
        return (build.scope((*silent, *opened, *tasks, *waits)),)
    turns = [Catch((Next(f"s{1 + turn % count}"),)) for turn in range(count + 1)]
    return (build.scope((*opened, *turns, *reads)),)


@clause("streams/independent")
@given(program=several_streams())
def test_streams_do_not_disturb_each_other(explore: Explorer, program: Program) -> None:
    """If this fails, check whether streams share a queue, a task or an end."""
    left = {each.stream for each in program if isinstance(each, Consume) and each.items is not None}
    left |= {it.stream for it in program if isinstance(it, Open) and it.source.ending == "silent"}
    for run in explore(program, any_ending=True):
        opened = [each.subject for each in run.trace.of(Did.OPENS)]
        run.premise(sum(bool(delivered(run, stream)) for stream in opened) > 1)
        for stream in opened:
            expect_items_in_order(run, stream)
            source = sources_of(run, stream)[stream]
            if stream in left:
                continue
            expect(
                len(delivered(run, stream)) == len(source.elements),
                f"the generator of stream {stream} gave {len(source.elements)} items; its consumer"
                f" got {len(delivered(run, stream))}, while other streams were read",
            )
            failed = run.trace.first(Did.GOT, subject=stream)
            expect(
                (failed is not None) == (source.ending == "fails"),
                f"the generator of stream {stream} {source.ending}; its consumer"
                f" {f'got an exception: it {failed.detail}' if failed else 'got no exception'}",
            )


@programs
def streams_of_one_function(build: Builder) -> Block:
    """Draw streams of one generator function with the same arguments, of which one may be left."""
    made = Open("s1", generator(build, 1, 3), build.one_of((), ("o1",)))
    turns: Block = tuple(Next(build.one_of("s1", "s2")) for _ in range(build.number(1, 3)))
    left: Block = (Close("s1"),) if build.seldom() else (Consume("s1", build.pauses(1)),)
    both: Block = (made, OpenAgain("s2", "s1"))
    return (build.scope((*both, *turns, *left, Consume("s2", build.pauses(1)))),)


@clause("streams/independent")
@given(program=streams_of_one_function())
def test_streams_of_one_function_are_several(explore: Explorer, program: Program) -> None:
    """If this fails, check whether something is kept about a stream by its function."""
    closed = {each.stream for each in program if isinstance(each, Close)}
    for run in explore(program, any_ending=True):
        for each in run.trace.of(Did.OPENS):
            stream = each.subject
            expect_items_in_order(run, stream)
            count = len(sources_of(run, stream)["s1"].elements)
            if stream not in closed and run.premise(run.trace.first(Did.ENDED, subject=stream)):
                expect(
                    len(delivered(run, stream)) == count,
                    f"two streams were made of one generator function, which gives {count} items;"
                    f" {stream} gave {len(delivered(run, stream))} and ended",
                )


@programs
def dozens_of_streams(build: Builder) -> Block:
    """Draw many streams that are open at once, and are read in turn."""
    names = [f"s{number}" for number in range(build.one_of(12, 24))]
    source = Source("async generator", (Element(),), maybe_pause(build), "silent")
    return (build.scope((*(Open(name, source) for name in names), *map(Next, names))),)


@clause("streams/independent")
@given(program=dozens_of_streams())
def test_many_streams_can_be_open_at_once(explore: Explorer, program: Program) -> None:
    """If this fails, check whether streams share a limited number of places."""
    for run in explore(program, any_ending=True):
        opened = [each.subject for each in run.trace.of(Did.OPENS)]
        run.premise(opened)
        for stream in opened:
            expect_items_in_order(run, stream)
            expect(
                delivered(run, stream) or not run.trace.of(Did.ASKS, subject=stream),
                f"{len(opened)} streams are open, and {stream} was asked for an item but never gave"
                " one",
            )
