"""A program may set the eager task factory, unless the implementation asks for one of its own."""

import asyncio

import haiway_reference
import pytest
from haiway_conformance.adapter import ModuleAdapter, lazy_task_factory
from haiway_conformance.judgement.execute import execute
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Scope, Spawn, StartEagerly, Wait
from haiway_conformance.simulated_loop import Canonical, Did


@pytest.mark.parametrize(
    ("factory", "eager"),
    [(None, True), (lazy_task_factory, False), (asyncio.eager_task_factory, True)],
    ids=["none", "lazy", "eager"],
)
def test_a_task_begins_within_spawn_where_tasks_are_eager(factory, eager) -> None:
    adapter = ModuleAdapter(haiway_reference)
    adapter.task_factory = factory
    program = Program((StartEagerly(), Scope("s", (Spawn("t", ()), Wait("p", "idle")))))
    trace = execute(adapter, program, Canonical()).trace
    began, spawned = trace.first(Did.BEGAN, subject="t"), trace.first(Did.SPAWNED, subject="t")
    assert (began.number < spawned.number) is eager
