"""`merge/many`: the specification leaves open if more than two sources are accepted."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Catch, Consume, Merge, Scope
from haiway_conformance.suite.consumers.checks import delivered
from haiway_conformance.suite.merge.programs import merged_source


@programs
def three_sources(build: Builder) -> Block:
    """Draw a merge of three sources."""
    sources = tuple(merged_source(build, 1, 2) for _ in range(3))
    return (Catch((Scope("scope1", (Merge("s1", sources), Consume("s1"))),)),)


@clause("merge/many")
@given(program=three_sources())
def test_more_than_two_sources(explore: Explorer, program: Program) -> None:
    """Record whether three sources are accepted."""
    for run in explore(program, any_ending=True, hygiene=False):
        explore.observe("more than two are accepted" if delivered(run) else "an error")
