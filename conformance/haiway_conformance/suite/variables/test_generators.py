"""`variables/generators`: a generator and its consumer do not see each other's variables.

Both set and look up variables, in turns.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Iterate, SetVariable
from haiway_conformance.suite.variables.checks import found_only_own_values, lookups, set_before
from haiway_conformance.suite.variables.programs import get_all_variables, use_variables


@programs
def streams_with_variables(build: Builder) -> Block:
    """Draw one or two streams whose generator and consumer set and look up variables."""

    def stream(name: str) -> Block:
        inner: Block = (build.scope(build.pauses(1)),) if build.seldom() else ()
        before = (*get_all_variables(), *use_variables(build, 1, 2), *inner, *get_all_variables())
        body = (*get_all_variables(), *use_variables(build, 1, 2), *get_all_variables())
        return (Iterate(name, build.number(1, 3), before, body), *get_all_variables())

    streams = stream("stream")
    if build.seldom():
        streams = (*streams, *stream("stream2"))
    return (build.scope((SetVariable("A", build.name("value")), *streams)),)


@clause("variables/generators")
@given(program=streams_with_variables())
def test_generator_and_consumer_do_not_see_each_other(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the generator runs in the context of its consumer."""
    for run in explore(program):
        exposed = {
            lookup.event.task
            for lookup in lookups(run)
            if set_before(run, lookup) - {lookup.event.task}
        }
        run.premise(exposed >= {"stream", "main"})
        found_only_own_values(run)
