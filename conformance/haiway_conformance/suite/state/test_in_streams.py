"""`state/in-streams`: a generator finds the state that is visible where its stream was made.

Generators look up state at each step, while other state is visible to their consumer, and in their
clean-up, when their stream was left early.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import generator
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Consume,
    Element,
    Open,
    Scope,
    Source,
    Wait,
)
from haiway_conformance.suite.state.checks import is_found, lookups
from haiway_conformance.suite.state.programs import COMBINATIONS, TYPES, get_state, state_of


@programs
def streams_with_state(build: Builder) -> Block:
    """Draw a stream whose generator looks up state, consumed where other state is visible.

    In some programs another stream was read before, where again other state was visible.
    """
    before: Block = (*build.pauses(1), *get_state(build, TYPES))
    if build.flag():
        types = build.one_of(*COMBINATIONS)
        before = (*before, Scope("inner", get_state(build, TYPES), state=state_of("inner", types)))
        before = (*before, *get_state(build, TYPES))
    source = Source("async generator", (Element(),) * build.number(1, 3), before)
    each: Block = build.pauses(1)
    if build.flag():
        types = build.one_of(*COMBINATIONS)
        each = (Scope("each", build.pauses(1), state=state_of("each", types)),)
    consume: Block = (Consume("stream", each),)
    match build.number(0, 2):
        case 0:
            types = build.one_of(*COMBINATIONS)
            consume = (Scope("around", consume, state=state_of("around", types)),)
        case 1:
            consumer = build.spawn(consume)
            consume = (consumer, Await(consumer.task))
        case _:
            pass
    body: Block = (Open("stream", source), *build.pauses(1), *consume)
    if build.seldom():
        another: Block = (Open("stream0", Source("async generator")), Consume("stream0"))
        types = build.one_of(*COMBINATIONS)
        body = (Scope("earlier", another, state=state_of("earlier", types)), *body)
    if build.flag():
        body = (Scope("scope2", body, state=state_of("scope2", build.one_of(*COMBINATIONS))),)
    return (Scope("scope1", body, state=state_of("scope1", TYPES)),)


@clause("state/in-streams")
@given(program=streams_with_state())
def test_generators_find_the_state_of_where_the_stream_was_made(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether the generator runs in the context of its consumer."""
    for run in explore(program, any_ending=True):
        for lookup in lookups(run):
            run.premise(lookup.event.task == "source of stream" and lookup.given)
            is_found(lookup)


@programs
def streams_that_look_up_state_at_the_end(build: Builder) -> Block:
    """Draw a stream that is left early, whose generator looks up state as it cleans up."""
    clean_up: Block = (*build.pauses(1), *get_state(build, TYPES))
    source = generator(build, 1, 3, ending=build.one_of("ends", "silent"), clean_up=clean_up)
    stream = Open("stream", source)
    body: Block = (stream, Consume("stream", build.pauses(1), 1), *build.pauses(1))
    if build.flag():
        body = (build.spawn((Wait("end", "any", after="exit of scope1"),)), *body)
    return (Scope("scope1", body, state=state_of("scope1", TYPES)),)


@clause("state/in-streams")
@given(program=streams_that_look_up_state_at_the_end())
def test_generators_find_state_in_their_clean_up(explore: Explorer, program: Program) -> None:
    """If this fails, check whether state is gone before streams are closed."""
    for run in explore(program, any_ending=True):
        for lookup in lookups(run):
            run.premise(lookup.given)
            is_found(lookup)
