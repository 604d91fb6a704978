"""Sources that are always ready are both delivered from: `merge/fair`."""

from typing import Final

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, calls
from haiway_conformance.programs.operations import Block, Consume, Merge, Source, Yield
from haiway_conformance.suite.consumers.checks import delivered, sources_of

WINDOW: Final = 64
"""Among this many deliveries, at least one is from each source that is always ready."""


@calls
def always_ready_sources(build: Builder) -> Block:
    """Draw two endless sources that never wait, and a consumer that may suspend at each item."""
    first, second = (Source(kind, ending="endless") for kind in ASYNCHRONOUS[:2])
    body: Block = (Yield(),) if build.flag() else ()
    return (Merge("s1", (first, second)), Consume("s1", body, 300))


@clause("merge/fair")
@given(program=always_ready_sources())
def test_sources_that_are_always_ready_take_turns(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the first source always wins."""
    for run in explore(program, any_ending=True):
        run.premise(expect_fair(run))


def expect_fair(run: Run) -> bool:
    """Check that any `WINDOW` deliveries in a row have at least one of each source."""
    owners = list(sources_of(run))
    taken = [each.detail.partition("[")[0] for each in delivered(run)]
    for start in range(max(0, len(taken) - WINDOW + 1)):
        window = taken[start : start + WINDOW]
        for owner in owners:
            expect(
                owner in window,
                f"both sources of stream s1 are always ready, and {WINDOW} deliveries in a row"
                f" were of {next(other for other in owners if other != owner)} alone",
            )
    return len(taken) >= WINDOW
