"""Calls of helpers share sources and handlers, and handlers raise as they are called."""

import pytest
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Catch,
    Consume,
    Element,
    Execute,
    Merge,
    Open,
    Process,
    Scope,
    Source,
)
from haiway_conformance.simulated_loop import Canonical, Did

REFERENCE = resolve("haiway_reference")
TWO = (Element(), Element())


def run(*operations):
    return execute(REFERENCE, Program(operations), Canonical())


def calls(run):
    return [each.subject for each in run.trace.of(Did.BEGAN) if "[" in each.subject]


def test_a_source_that_is_shared_is_one_object():
    source = Source("generator", TWO)
    shared = run(Process("h1", source, same_source="s"), Process("h2", source, same_source="s"))
    assert calls(shared) == ["h1[0]", "h1[1]"]
    assert [each.subject for each in shared.trace.of(Did.READ)] == ["s[0]", "s[1]"]


def test_a_collection_that_is_shared_is_read_twice():
    source = Source("list", TWO)
    shared = run(Process("h1", source, same_source="s"), Process("h2", source, same_source="s"))
    assert calls(shared) == ["h1[0]", "h1[1]", "h2[0]", "h2[1]"]


@pytest.mark.parametrize("same_source", ["", "s"])
def test_a_handler_that_is_shared_does_what_the_element_is_for(same_source):
    source = Source("list", TWO)
    more = {"same_source": same_source, "same_handler": "f"}
    shared = run(Process("h1", source, **more), Process("h2", source, **more))
    assert calls(shared) == ["h1[0]", "h1[1]", "h2[0]", "h2[1]"]


def test_a_shared_handler_is_one_function():
    given = []

    class Noting(type(REFERENCE)):
        async def process_concurrently(self, source, /, handler, *, concurrent_tasks=2):
            given.append(handler)
            for each in source:
                await handler(each)

    source = Source("list", TWO)
    program = Program(tuple(Process(each, source, same_handler="f") for each in ("h1", "h2")))
    execute(Noting(REFERENCE.module), program, Canonical())
    assert len(given) == 2
    assert given[0] is given[1]


def test_a_handler_raises_as_it_is_called():
    source = Source("list", (Element(error="error1"), Element()))
    failed = run(Catch((Process("h1", source, 1),)))
    assert [each.detail for each in failed.trace.of(Did.FAILED)] == ["error1"]
    assert failed.trace.first(Did.HELPED).detail == "raised the exception object error1"


@pytest.mark.parametrize(
    "kind", ["string", "bytes", "sized iterable", "indexed object", "lazy list"]
)
def test_elements_of_sources_of_all_kinds_are_known(kind):
    source = Source(kind, TWO)
    assert calls(run(Execute("h1", source))) == ["h1[0]", "h1[1]"]


def test_a_list_that_is_read_lazily_looks_empty():
    source = Source("lazy list", TWO)
    seen = []

    class Looking(type(REFERENCE)):
        async def execute_concurrently(self, handler, /, elements, *, concurrent_tasks=2):
            seen.extend((len(elements), bool(elements), [*elements]))

    execute(Looking(REFERENCE.module), Program((Execute("h1", source),)), Canonical())
    assert seen[:2] == [0, False]
    assert len(seen[2]) == len(TWO)


OPENED = Open("s1", Source("async generator", TWO))


def items(run):
    return sorted(each.detail for each in run.trace.of(Did.ITEM))


def test_a_stream_that_is_open_is_a_source():
    itself = Source("stream", TWO, stream="s1")
    read = run(Scope("scope1", (OPENED, Process("h1", itself))))
    assert calls(read) == ["h1[0]", "h1[1]"]
    other = Source("async generator", (Element(),))
    merge = Merge("s2", (itself, other), exhaustive=True)
    merged = run(Scope("scope1", (OPENED, merge, Consume("s2"))))
    assert items(merged) == ["s1[0]", "s1[1]", "s2.b[0]"]


def test_a_stream_that_is_not_open_is_no_source():
    itself = Source("stream", TWO, stream="s1")
    merge = Merge("s2", (itself, Source("async generator")))
    read = run(Scope("scope1", (Process("h1", itself), merge, Consume("s2"))))
    assert calls(read) == items(read) == []


def test_both_sources_of_a_merge_can_be_one_object():
    source = Source("async iterable", TWO)
    merge = Merge("s1", (source, source), exhaustive=True, same=True)
    merged = run(Scope("scope1", (merge, Consume("s1"))))
    assert items(merged) == ["s1.b[0]", "s1.b[1]", "s1[0]", "s1[1]"]
