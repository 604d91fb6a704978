"""Properties of `variables/generators`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Iterate, SetVariable
from haiway_conformance.suite.variables.checks import looks_in, own_values_only, set_before
from haiway_conformance.suite.variables.programs import look_ups, uses_of_variables


@programs
def streams_with_variables(build: Builder) -> Block:
    """A stream whose generator and whose consumer set and look up variables, or two of them."""

    def stream(name: str) -> Block:
        within: Block = (build.scope(build.pauses(1)),) if build.seldom() else ()
        before = (*look_ups(), *uses_of_variables(build, 1, 2), *within, *look_ups())
        body = (*look_ups(), *uses_of_variables(build, 1, 2), *look_ups())
        return (Iterate(name, build.number(1, 3), before, body), *look_ups())

    streams = stream("stream")
    if build.seldom():
        streams = (*streams, *stream("stream2"))
    return (build.scope((SetVariable("A", build.name("value")), *streams)),)


@clause("variables/generators")
@given(program=streams_with_variables())
def test_generator_and_consumer_do_not_see_each_other(explore: Explorer, program: Program) -> None:
    """If this fails: does the generator run in the context of its consumer?"""
    for run in explore(program):
        heard = {
            look.event.task for look in looks_in(run) if set_before(run, look) - {look.event.task}
        }
        run.premise(heard >= {"stream", "main"})
        own_values_only(run)
