"""Where an error surfaces that a generator raises while it is closed is open, and recorded.

Properties of `streams/clean-up-error` and `merge/clean-up-error`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import generator
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Close,
    Consume,
    Fail,
    Open,
    Scope,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.programs import reading


@programs
def failing_clean_ups(build: Builder) -> Block:
    """Draw a generator that raises while it is closed."""
    source = generator(build, 1, 2, ending="silent", clean_up=(*build.pauses(1), Fail("error1")))
    read: Block = (Consume("s1", (), 1),)
    if build.seldom():  # it is closed while it waits, not at an item
        read = (build.spawn((Consume("s1"),)), Wait("silence", "idle"))
    close: Block = (Catch((Close("s1"),)),) if build.flag() else ()
    return (Catch((Scope("scope1", (Open("s1", source), *read, *close)),)),)


@clause("streams/clean-up-error", "merge/clean-up-error")
@given(program=failing_clean_ups())
def test_where_an_error_of_a_clean_up_surfaces(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """Record where an error surfaces that a generator raises while it is closed."""
    for run in explore(reading(program, chapter), any_ending=True, hygiene=False):
        if run.trace.first(Did.FAILED, subject="source of s1") is None:
            continue
        closed = run.trace.first(Did.SAW, subject="aclose of s1")
        if closed is not None and "error1" in closed.detail:
            explore.observe("surfaces at aclose")
        elif "error1" in run.surfaced("scope1", context=True):
            explore.observe("surfaces at the scope's exit")
        else:
            explore.observe("is dropped")
