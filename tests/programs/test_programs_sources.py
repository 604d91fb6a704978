"""A source into which an implementation throws an exception is recorded as closed."""

from contextlib import aclosing

import pytest
from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement.execute import execute
from haiway_conformance.programs import Program
from haiway_conformance.programs.execution import Failure
from haiway_conformance.programs.operations import Element, Fail, Process, Source
from haiway_conformance.simulated_loop import Canonical, Did


class Throwing(Adapter):
    """A helper that tells its source of a handler's failure, as `contextlib` tells a generator."""

    async def process_concurrently(self, source, /, handler, *, concurrent_tasks=2):
        if hasattr(source, "throw"):
            for each in source:
                try:
                    await handler(each)
                except Failure as error:
                    source.throw(error)
        async with aclosing(source):
            async for each in source:
                try:
                    await handler(each)
                except Failure as error:
                    await source.athrow(error)


def end_of_source(source):
    program = Program((Process("h1", source),))
    ended = execute(Throwing(), program, Canonical()).ended("source of h1")
    return ended.did, ended.detail


@pytest.mark.parametrize("kind", ["generator", "async generator"])
@pytest.mark.parametrize("error", ["exception", "cancelled"])
def test_a_source_into_which_an_exception_is_thrown_was_closed(kind, error):
    source = Source(kind, (Element(body=(Fail("error1", error),)), Element()))
    assert end_of_source(source) == (Did.CLOSED, "error1 was thrown into it")


def test_a_source_whose_clean_up_raises_then_has_failed():
    failing = Element(body=(Fail("error1"),))
    source = Source("async generator", (failing,), clean_up=(Fail("error2"),))
    assert end_of_source(source) == (Did.FAILED, "error2")
