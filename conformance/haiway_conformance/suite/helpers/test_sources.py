"""Any iterable and any async iterable is accepted as the source.

Strings and bytes are among them, and objects that can only be indexed.
Properties of `process/sources`, `execute/sources`, `process/indexed-sources` and
`execute/indexed-sources`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, calling, calls, source
from haiway_conformance.programs.operations import Block, Process
from haiway_conformance.suite.helpers.checks import (
    expect_each_once,
    helper_call,
    helper_end,
    helper_returned,
    with_article,
)
from haiway_conformance.suite.helpers.programs import elements_of_all_kinds, handler_bodies


@clause("process/sources", "execute/sources")
@given(program=elements_of_all_kinds())
def test_sources_of_every_kind_are_taken(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails, check whether the helper needs more than `__iter__` or `__aiter__`."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_source_accepted(run))


@calls
def asynchronous_iterables(build: Builder) -> Block:
    """Draw an asynchronous source: a generator, an iterator, or what only gives an iterator."""
    drawn_source = source(build, handler_bodies(build, 0, 5), ASYNCHRONOUS)
    return (Process("h1", drawn_source, build.one_of(2, 1, 3, 10)),)


@clause("process/sources", "execute/sources")
@given(program=asynchronous_iterables())
def test_whatever_async_for_takes_is_taken(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the helper calls `__anext__` of what has only `__aiter__`."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_source_accepted(run))


@calls
def strings(build: Builder) -> Block:
    """Draw a string or bytes as the source."""
    drawn_source = source(build, handler_bodies(build, 0, 5), ("string", "bytes"))
    return (Process("h1", drawn_source, build.one_of(2, 1, 3, 4, 10)),)


@clause("process/sources", "execute/sources")
@given(program=strings())
def test_a_string_is_an_iterable_of_its_characters(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether a string is taken for a single element, or refused.

    Bytes are an iterable of numbers.
    """
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_source_accepted(run))


@calls
def indexed_objects(build: Builder) -> Block:
    """Draw an object that has `__getitem__` and no `__iter__` as the source."""
    drawn_source = source(build, handler_bodies(build, 1, 5), ("indexed object",))
    return (Process("h1", drawn_source, build.one_of(2, 1, 3)),)


@clause("process/indexed-sources", "execute/indexed-sources")
@given(program=indexed_objects())
def test_what_can_be_indexed_is_a_source(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails, check whether a source must be a `collections.abc.Iterable`."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_source_accepted(run))


def expect_source_accepted(run: Run) -> bool:
    """Check that the helper takes each element of a source that ends, and returns."""
    call, end = helper_call(run), helper_end(run)
    run.must_end()
    if end is None:
        return False
    expect(
        helper_returned(run),
        f"no handler call of h1 fails, and its source is {with_article(call.source.kind)}"
        f" of {len(call.source.elements)} elements, but the helper {end.detail}",
    )
    expect_each_once(run)
    return True
