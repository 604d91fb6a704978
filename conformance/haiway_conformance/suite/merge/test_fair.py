"""Properties of `merge/fair`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, calls
from haiway_conformance.programs.operations import Block, Consume, Merge, Source, Yield
from haiway_conformance.suite.consumers.checks import delivered, sources_of


@calls
def always_ready_sources(build: Builder) -> Block:
    """Two endless sources that never wait, and a consumer that does not either, or sometimes."""
    first, second = (Source(kind, ending="endless") for kind in ASYNCHRONOUS[:2])
    body: Block = (Yield(),) if build.flag() else ()
    return (Merge("s1", (first, second)), Consume("s1", body, 300))


@clause("merge/fair")
@given(program=always_ready_sources())
def test_sources_that_are_always_ready_take_turns(explore: Explorer, program: Program) -> None:
    """If this fails: is the first source always looked at first?"""
    for run in explore(program, any_ending=True):
        run.premise(fair(run))


def fair(run: Run) -> bool:
    """Demand that of any `WINDOW` deliveries in a row some are of each source."""
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


# Of so many deliveries one at least is of each source that is always ready.
WINDOW = 64
