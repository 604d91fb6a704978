"""Calls of helpers share sources and handlers, and handlers raise as they are called."""

import pytest
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Catch, Element, Execute, Process, Source
from haiway_conformance.simulation import Canonical, Did

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


@pytest.mark.parametrize("kind", ["string", "bytes", "sized iterable", "indexed object"])
def test_elements_of_strings_and_indexed_objects_are_known(kind):
    source = Source(kind, TWO)
    assert calls(run(Execute("h1", source))) == ["h1[0]", "h1[1]"]
