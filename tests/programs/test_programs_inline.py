"""Which handler calls were carried out in the asyncio task of their caller."""

import asyncio

from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement.execute import execute
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Element, Process, Source
from haiway_conformance.simulated_loop import Canonical


class OneByOne(Adapter):
    async def process_concurrently(self, source, /, handler, *, concurrent_tasks=2):
        for each in source:
            await handler(each)


class ATaskEach(Adapter):
    async def process_concurrently(self, source, /, handler, *, concurrent_tasks=2):
        for each in source:
            await asyncio.create_task(handler(each))


def run(adapter, call):
    return execute(adapter, Program((call,)), Canonical())


def test_a_call_that_is_awaited_as_it_is_runs_in_the_callers_task():
    within = (Process("inner", Source(elements=(Element(),))),)
    called = Process("outer", Source(elements=(Element(body=within), Element())))
    inline = {"outer[0]": "main", "inner[0]": "outer[0]", "outer[1]": "main"}
    assert run(OneByOne(), called).inline == inline
    assert run(ATaskEach(), called).inline == {}
