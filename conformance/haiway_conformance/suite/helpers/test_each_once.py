"""Properties of `process/each-once` and `execute/each-once`."""

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
from haiway_conformance.suite.helpers.checks import each_once
from haiway_conformance.suite.helpers.programs import calls_after_prior_use, elements_of_all_kinds


@clause("process/each-once", "execute/each-once")
@given(program=elements_of_all_kinds())
def test_the_handler_is_called_once_for_each_element(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: are elements told apart by equality, hash or truth instead of by place?"""
    for run in explore(calling(program, chapter)):
        run.premise(each_once(run))


@programs
def very_many_elements(build: Builder) -> Block:
    """Far more elements than are handled at once: few programs, for they take long."""
    kind: Kind = build.one_of("list", "async generator")
    elements = (Element(body=(Yield(),)),) * MANY
    return (Scope("scope1", (Process("h1", Source(kind, elements), 4),)),)


@clause("process/each-once", "execute/each-once")
@given(program=very_many_elements())
def test_the_handler_is_called_once_for_each_of_very_many_elements(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is an element lost where one chunk of the source ends?"""
    for run in explore(calling(program, chapter)):
        run.premise(each_once(run))


@calls
def handlers_of_any_kind(build: Builder) -> Block:
    """Handlers that are partial functions, objects that can be called, or plain functions."""
    bodies: list[Block] = [build.pauses(1) for _ in range(build.number(1, 4))]
    handler: Function = build.one_of(*FUNCTIONS)
    return (Process("h1", source(build, bodies, ORDERED), build.number(1, 3), handler=handler),)


@clause("process/each-once", "execute/each-once")
@given(program=handlers_of_any_kind())
def test_whatever_can_be_called_is_called_for_each_element(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the handler asked whether it is a coroutine function, or for its name?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.must_end()
        run.premise(each_once(run))


@clause("process/each-once", "execute/each-once")
@given(program=calls_after_prior_use())
def test_each_element_is_handled_once_whatever_has_happened(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: what in the program is left in something that the next call uses?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(each_once(run))
