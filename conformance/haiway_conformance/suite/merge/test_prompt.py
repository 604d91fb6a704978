"""An element is delivered although the other source is silent: `merge/prompt`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, calls
from haiway_conformance.programs.operations import Block, Consume, Merge, Source
from haiway_conformance.suite.consumers.checks import delivered, sources_of
from haiway_conformance.suite.merge.programs import merged_source


@calls
def silent_beside_others(build: Builder) -> Block:
    """Draw a source that gives elements beside one that is silent, in either order."""
    gives, silent = merged_source(build, 1, 3), Source(build.one_of(*ASYNCHRONOUS), ending="silent")
    sources = (gives, silent) if build.flag() else (silent, gives)
    count = len(gives.elements)
    return (Merge("s1", sources), Consume("s1", build.pauses(1), count))


@clause("merge/prompt")
@given(program=silent_beside_others())
def test_a_silent_source_holds_up_nothing(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the sources are read in turns."""
    for run in explore(program, any_ending=True):
        run.premise(expect_prompt(run))


def expect_prompt(run: Run) -> bool:
    """Check that all elements were delivered although the other source is silent."""
    counts = {owner: len(source.elements) for owner, source in sources_of(run).items()}
    expect(
        len(delivered(run)) == sum(counts.values()),
        f"a source of stream s1 is silent, the other has {sum(counts.values())} elements; of"
        f" these, {len(delivered(run))} were delivered",
    )
    return True
