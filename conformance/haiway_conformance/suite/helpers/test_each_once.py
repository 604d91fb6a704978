"""The handler is called exactly once for each element of the source, with that very object.

Tried with elements and sources of every kind, with very many elements, with handlers that are not
coroutine functions, and after prior use of the scope.
Properties of `process/each-once` and `execute/each-once`.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import (
    FUNCTIONS,
    MANY,
    ORDERED,
    calling,
    calls,
    source,
)
from haiway_conformance.programs.operations import (
    Block,
    Element,
    Function,
    Kind,
    Process,
    Scope,
    Source,
    Yield,
)
from haiway_conformance.suite.helpers.checks import expect_each_once, has_empty_source
from haiway_conformance.suite.helpers.programs import calls_after_prior_use, elements_of_all_kinds


@clause("process/each-once", "execute/each-once")
@given(program=elements_of_all_kinds())
def test_the_handler_is_called_once_for_each_element(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether elements are compared, hashed or truth-tested."""
    for run in explore(calling(program, chapter), any_ending=has_empty_source(program)):
        run.premise(expect_each_once(run))


@programs
def very_many_elements(build: Builder) -> Block:
    """Draw far more elements than are handled at once; few programs, as each takes long."""
    kind: Kind = build.one_of("list", "async generator")
    elements = (Element(body=(Yield(),)),) * MANY
    return (Scope("scope1", (Process("h1", Source(kind, elements), 4),)),)


@clause("process/each-once", "execute/each-once")
@given(program=very_many_elements())
def test_the_handler_is_called_once_for_each_of_very_many_elements(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether an element is lost between two chunks of the source."""
    for run in explore(calling(program, chapter)):
        run.premise(expect_each_once(run))


@calls
def handlers_of_any_kind(build: Builder) -> Block:
    """Draw handlers that are partial functions, callable objects or plain functions."""
    bodies: list[Block] = [build.pauses(1) for _ in range(build.number(1, 4))]
    handler: Function = build.one_of(*FUNCTIONS)
    return (Process("h1", source(build, bodies, ORDERED), build.number(1, 3), handler=handler),)


@clause("process/each-once", "execute/each-once")
@given(program=handlers_of_any_kind())
def test_any_callable_is_called_for_each_element(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the handler must be a coroutine function, or have a name."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.must_end()
        run.premise(expect_each_once(run))


@pytest.mark.haiway_prior_use
@clause("process/each-once", "execute/each-once")
@given(program=calls_after_prior_use())
def test_each_element_is_handled_once_after_prior_use(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check what earlier events in the scope leave in what the next call uses."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_each_once(run))
