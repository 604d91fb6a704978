"""A stream that has outlived its scope never blocks its consumer: `streams/after-scope`."""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import generator
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Consume,
    Join,
    Next,
    Open,
    Reach,
    Scope,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Did


@programs
def read_after_the_scope(build: Builder) -> Block:
    """Draw a stream that is asked for items after its scope was exited, or during the exit."""
    ending = build.one_of("ends", "silent", "endless")
    source = generator(build, 0, 2, ending=ending)
    source = replace(source, before=build.some(0, 1, build.moment))
    if ending == "endless":
        source = replace(source, before=(build.one_of(Yield(), Wait("p")),))
    before: Block = (Next("s1"),) if source.elements and build.flag() else ()
    # The loop may never be idle here, so no wait is for that.
    moments = build.some(0, 2, build.moment)
    match build.number(0, 2):
        case 0:
            inner = build.scope((Open("s1", source), *before, *moments))
            return (build.scope((inner, Catch((Next("s1", 3),)))),)
        case 1:
            reader = Start("reader", (Catch((Consume("s1"),)),))
            return (build.scope((Open("s1", source), *before, reader, *moments)),)
        case _:
            # Even the stream is made late. It is read to its end, as no scope is left to close it.
            late = (Open("s1", replace(source, before=(), ending="ends")), Consume("s1"))
            reader = Start("reader", (Wait("late", after="gone"), Catch(late)))
            return (Scope("scope1", (reader, *moments)), Reach("gone"), Join("reader"))


@clause("streams/after-scope")
@given(program=read_after_the_scope())
def test_waiting_for_an_item_after_the_scope_ends(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a consumer waits for a generator closed with the scope."""
    for run in explore(program, any_ending=True):
        opened = run.trace.first(Did.OPENS)
        exited = None if opened is None else run.exited(opened.detail)
        if exited is None:
            continue  # if the scope is never exited, another clause is broken
        asks = run.trace.of(Did.ASKS)
        answers = run.trace.of(Did.ITEM, Did.ENDED, Did.GOT)
        late = [each for each in asks if each.number > exited.number]
        pending = len(asks) > sum(each.number < exited.number for each in answers)
        run.premise(late or pending)
        run.must_end()
