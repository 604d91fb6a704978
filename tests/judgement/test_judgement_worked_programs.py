"""Worked programs run on both kinds of loops, and their failures are readable."""

import asyncio
import subprocess
import sys
import time

import haiway_reference
import pytest
from haiway_conformance.adapter import ModuleAdapter, resolve
from haiway_conformance.judgement import Explorer, Profile, Violation, expect
from haiway_conformance.judgement.worked_programs import in_real_time, on_the_simulated_loop
from haiway_conformance.simulated_loop import Canonical, RandomWalk

REFERENCE = resolve("haiway_reference")
PROFILE = Profile("small", programs=3, schedules=4)


class Eager(ModuleAdapter):
    task_factory = staticmethod(asyncio.eager_task_factory)

    def __init__(self):
        super().__init__(haiway_reference)


async def works(adapter):
    async with adapter.scope("s"):
        expect(await adapter.spawn(asyncio.sleep, 0.001, "done") == "done", "not done")


async def finds_something(adapter):
    numbers = [1, 2]
    expect(numbers == [], f"there were {numbers} at {object()!r}")


async def raises(adapter):
    async with adapter.scope("s"):
        await asyncio.sleep(0.001)
        raise LookupError("nothing there")


async def is_cancelled(adapter):
    raise asyncio.CancelledError


async def waits_for_ever(adapter):
    await asyncio.get_running_loop().create_future()


async def ticks_for_ever(adapter):
    async with asyncio.TaskGroup() as group:
        group.create_task(ticking())


async def ticking():
    for _ in range(10**9):
        await asyncio.sleep(0.001)


async def wants_to_be_eager(adapter):
    begun = []

    async def begin():
        begun.append(True)

    async with adapter.scope("s"):
        adapter.spawn(begin)
        expect(begun, "it had not begun")


def in_virtual_time(adapter, program, choices=None):
    return on_the_simulated_loop(adapter, program, choices or Canonical())


def in_short_real_time(adapter, program):
    return in_real_time(adapter, program, patience=0.1)


both = pytest.mark.parametrize("run", [in_virtual_time, in_short_real_time])


def complaint(run, program, adapter=REFERENCE):
    with pytest.raises(Violation) as caught:
        run(adapter, program).must_be_done()
    return caught.value.sentence


@both
def test_a_program_that_works_is_done(run):
    run(REFERENCE, works).must_be_done()


@both
def test_what_a_program_finds_is_told_without_addresses(run):
    assert complaint(run, finds_something) == "there were [1, 2] at <object object at …>"


@both
def test_an_exception_is_told_with_the_line_of_the_program(run):
    said = complaint(run, raises)
    line = 'raise LookupError("nothing there")'
    assert said.startswith(f"the program raised LookupError: nothing there, at `{line}` (")


@both
def test_a_program_that_ends_cancelled_is_not_done(run):
    assert complaint(run, is_cancelled).startswith("the program raised CancelledError")


def test_a_hang_is_found_in_virtual_time_and_named():
    assert complaint(in_virtual_time, waits_for_ever) == (
        "the program never ends: nothing could run any more; suspended in: waits_for_ever"
        " (simulated, in virtual time; the canonical schedule)"
    )
    assert "loop iterations; suspended in: " in complaint(in_virtual_time, ticks_for_ever)


@pytest.mark.parametrize("program", [waits_for_ever, ticks_for_ever])
def test_a_hang_is_found_in_real_time_and_named(program):
    begin = time.monotonic()
    said = complaint(in_short_real_time, program)
    assert said.startswith("the program never ends: it had not after 0.1 seconds; suspended in: ")
    assert program.__name__ in said
    assert said.endswith("(asyncio's own, in real time)")
    assert time.monotonic() - begin < 10


@both
def test_a_program_runs_under_the_task_factory_of_the_implementation(run):
    run(Eager(), wants_to_be_eager).must_be_done()
    assert complaint(run, wants_to_be_eager) == "it had not begun"


def test_a_program_runs_in_an_empty_context():
    async def looks(adapter):
        async with adapter.scope("s"):
            pass

    for run in (in_virtual_time, in_short_real_time):
        run(REFERENCE, looks).must_be_done()
        with pytest.raises(RuntimeError):
            REFERENCE.trace_id()


def test_the_schedule_is_told():
    work = on_the_simulated_loop(REFERENCE, works, RandomWalk(1))
    assert "simulated, in virtual time; " in work.counterexample("").text


def test_the_explorer_counts_each_run():
    explore = Explorer(REFERENCE, seed=0, profile=PROFILE)
    explore.work(works)
    found = explore.findings()
    assert (found.programs, found.schedules, found.met) == (1, PROFILE.schedules + 1, 1)


def test_the_digest_follows_from_the_program():
    def digest(program):
        explore = Explorer(REFERENCE, seed=0, profile=PROFILE)
        explore.work(program)
        return explore.findings().digest

    assert digest(works) == digest(works) != digest(wants_nothing)


async def wants_nothing(adapter):
    pass


def test_what_does_not_work_is_no_met_premise():
    explore = Explorer(REFERENCE, seed=0, profile=PROFILE)
    with pytest.raises(Violation):
        explore.work(finds_something)
    found = explore.findings()
    assert (found.programs, found.schedules, found.met) == (1, 1, 0)


TEXT = """\
the program (test_judgement_worked_programs.waits_for_ever):
    async def waits_for_ever(adapter):
        await asyncio.get_running_loop().create_future()

the loop: simulated, in virtual time; the canonical schedule

the end: the program never ends: nothing could run any more; suspended in: waits_for_ever"""


def test_the_counterexample_is_the_source_and_the_end():
    explore = Explorer(REFERENCE, seed=0, profile=PROFILE)
    with pytest.raises(Violation) as caught:
        explore.work(waits_for_ever)
    shown = explore.counterexample(explore.failed_run(caught.value))
    assert shown.text == TEXT
    assert shown.message == caught.value.sentence
    assert (shown.token, shown.size) == ("", 2)


def test_a_program_without_a_source_is_told_by_its_name():
    scope = {}
    exec("async def made(adapter):\n    raise LookupError('here')", scope)
    explore = Explorer(REFERENCE, seed=0, profile=PROFILE)
    with pytest.raises(Violation) as caught:
        explore.work(scope["made"])
    assert caught.value.sentence.startswith("the program raised LookupError: here (")
    assert ".made):" in explore.counterexample(explore.failed_run(caught.value)).text


CLOSES_STANDARD_FILES = """
import asyncio, os
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.worked_programs import in_real_time

async def program(adapter):
    os.closerange(0, 3)
    await asyncio.sleep(0.001)

adapter = resolve("haiway_reference")
for _ in range(2):
    in_real_time(adapter, program).must_be_done()
os._exit(7)
"""


def test_a_real_loop_is_safe_from_who_closes_the_standard_files():
    """The second loop would have their numbers, and its own files be closed."""
    done = subprocess.run([sys.executable, "-c", CLOSES_STANDARD_FILES], check=False)
    assert done.returncode == 7
