"""The worked programs succeed on every loop, with every right implementation."""

import asyncio
import inspect
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

import pytest
from eager_reference import EagerReference
from haiway_conformance.adapter import capabilities, resolve
from haiway_conformance.judgement.worked_programs import in_real_time
from haiway_conformance.oracles import TaskGroups
from haiway_conformance.suite.guide import test_guide
from haiway_conformance.suite.guide.worked_programs import batches, streams, tasks
from haiway_spec import specification
from worker_pool import WorkerPool

MODULES = (tasks, streams, batches)
PROGRAMS = [getattr(module, name) for module in MODULES for name in module.__all__]
IMPLEMENTATIONS = [resolve("haiway_reference"), EagerReference(), TaskGroups(), WorkerPool()]


class _Recorder:
    """Records the program that a property runs."""

    def __init__(self):
        self.programs = []

    def work(self, program):
        self.programs.append(program)


def properties():
    """Yield the clause of each property of the chapter, and the program that it runs."""
    for name, test in vars(test_guide).items():
        if name.startswith("test_"):
            recorder = _Recorder()
            test(recorder)
            (clause,) = (mark.args[0] for mark in test.pytestmark if mark.name == "haiway_clause")
            (program,) = recorder.programs
            yield clause, program


NEEDS = {program: specification().clause(clause).capabilities for clause, program in properties()}


def test_each_clause_has_a_program_of_its_own():
    clauses = [clause for clause, _ in properties()]
    chapter = [each.id for each in specification().clauses if each.chapter == "guide"]
    assert sorted(clauses) == sorted(chapter)
    assert sorted(NEEDS, key=str) == sorted(PROGRAMS, key=str)


@pytest.fixture(params=["asyncio", "uvloop"])
def make_loop(request):
    if request.param == "asyncio":
        return asyncio.new_event_loop
    return pytest.importorskip("uvloop").new_event_loop


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
@pytest.mark.parametrize("adapter", IMPLEMENTATIONS, ids=lambda each: each.name or "reference")
def test_a_program_succeeds_in_real_time(adapter, program, make_loop):
    if adapter.task_factory and make_loop is not asyncio.new_event_loop:
        pytest.skip("uvloop passes an argument to task factories that asyncio's eager one refuses")
    if missing := set(NEEDS[program]) - capabilities(adapter):
        pytest.skip(f"it lacks {missing}")
    in_real_time(adapter, program, make_loop=make_loop).must_be_done()


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_a_program_needs_no_more_than_its_clause_says(program):
    """A program uses only the parts of the adapter that the clause's capabilities stand for."""
    used = {
        "scope": "adapter.scope(",
        "spawn": "spawned(adapter, ",
        "state": "adapter.state(",
        "variable": "adapter.variable(",
        "cancel": "adapter.cancel(",
        "check-cancellation": "adapter.check_cancellation(",
        "stream": "adapter.stream(",
        "process": "adapter.process_concurrently(",
        "execute": "adapter.execute_concurrently(",
        "merge": "adapter.stream_concurrently(",
        "record": "adapter.record(",
        "ignore-exceptions": "ignore_exceptions=True",
        "return-exceptions": "return_exceptions=True",
        "exhaustive": "exhaustive=True",
    }
    source = inspect.getsource(program)
    uses = {name for name, text in used.items() if text in source}
    if "merge" in uses and "exhaustive" not in uses:
        uses.add("ends-first")
    assert uses == set(NEEDS[program])
    assert "adapter.log" not in source


async def counts_in_another_process(adapter):
    """Count in a process pool, as the guide shows it."""
    spawning = multiprocessing.get_context("spawn")
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=1, mp_context=spawning) as pool:
        async with adapter.scope("computing centre"):

            async def have_counted():
                return await loop.run_in_executor(pool, sum, range(1000))

            assert await adapter.spawn(have_counted) == sum(range(1000))


@pytest.mark.skipif(sys.platform == "emscripten", reason="there are no processes")
def test_a_pool_may_be_one_of_processes(make_loop):
    in_real_time(IMPLEMENTATIONS[0], counts_in_another_process, make_loop=make_loop).must_be_done()
