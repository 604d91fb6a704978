"""What is within something that is within something else belongs to the scope all the same."""

from hypothesis import given

from haiway_conformance.judgement import Explorer
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Open
from haiway_conformance.programs.strategies import depths as draw
from haiway_conformance.programs.strategies.sources import Helper, calling
from haiway_conformance.programs.strategies.streams import Reader, reading
from haiway_conformance.suite.consumed_streams import closed_by_exit, of_both_readers
from haiway_conformance.suite.helper_calls import (
    of_both_helpers,
    spawned_belong_to_the_callers_scope,
)


@of_both_readers("early-stop")
@given(program=draw.streams_in_streams_in_streams())
def test_a_stream_deep_within_generators_is_closed_too(
    explore: Explorer, reader: Reader, program: Program
) -> None:
    """If this fails: whose streams are those of a generator that another generator reads?"""
    innermost = max(each.stream for each in program if isinstance(each, Open))
    for run in explore(reading(program, reader), any_ending=True):
        run.must_end()
        run.premise(closed_by_exit(run, innermost))


@of_both_helpers("handler-context")
@given(program=draw.handlers_in_handlers())
def test_what_a_handler_in_a_handler_spawns_is_the_callers(
    explore: Explorer, helper: Helper, program: Program
) -> None:
    """If this fails: do tasks end with the call that spawned them, or with the one around it?"""
    for run in explore(calling(program, helper), any_ending=True):
        run.must_end()
        run.premise(spawned_belong_to_the_callers_scope(run))
