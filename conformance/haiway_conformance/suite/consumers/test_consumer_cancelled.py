"""A consumer that is cancelled while it waits leaves no generator open.

Properties of `streams/consumer-cancelled` and `merge/consumer-cancelled`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import clean_up, generator
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    CleanUp,
    Consume,
    Open,
    Reach,
    Scope,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.suite.consumers.checks import (
    cancelled_while_asking,
    expect_closed_by_exit,
)
from haiway_conformance.suite.consumers.programs import reading


@programs
def consumers_that_are_cancelled(build: Builder) -> Block:
    """Draw a consumer that is cancelled while it waits for an item, or between items."""
    source = generator(build, 0, 3, ending="silent", clean_up=clean_up(build))
    moments = ("silence of source of s1", "reader asks s1", "s1[0] delivered")
    after = build.one_of(*moments[: 3 if source.elements else 2])
    # If that never happens, `Reach` lets the canceller go on, so that the program ends.
    read: Block = (CleanUp((Consume("s1", build.pauses(1)),), (Reach(after),)),)
    if build.flag():
        body: Block = (Scope("scope1", (Open("s1", source), *read)),)
        request: Block = (Wait("request", after=after), Cancel("reader"))
        return (Start("reader", body), *request)
    reader = Spawn("reader", read)
    request = (Wait("request", after=after), Cancel("reader"))
    return (Scope("scope1", (Open("s1", source), reader, *request, *build.pauses(1))),)


@clause("streams/consumer-cancelled", "merge/consumer-cancelled")
@given(program=consumers_that_are_cancelled())
def test_a_cancelled_consumer_leaves_nothing_behind(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check what ends a generator whose consumer was cancelled."""
    for run in explore(reading(program, chapter), any_ending=True):
        run.must_end()
        run.premise(expect_closed_by_exit(run) and cancelled_while_asking(run))
