"""The same program and seed give the same run: in this process, in another one, in a replay."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from haiway_conformance.simulated_loop import (
    RandomWalk,
    Readiness,
    Recording,
    ReplayChoices,
    SimulatedLoop,
    run_simulated,
)


async def sets_of_tasks(log):
    """Its order depends on that of sets: a TaskGroup cancels in it, `asyncio.wait` returns them."""
    loop = asyncio.get_running_loop()

    async def work(name):
        try:
            await loop.external_event(name)
            log.append(f"{name} done")
            await asyncio.sleep(1)
            await loop.external_event(f"never {name}", Readiness.NEVER)
        except asyncio.CancelledError:
            log.append(f"{name} cancelled")
            raise

    tasks = [asyncio.create_task(work(f"w{index}")) for index in range(5)]
    done, _ = await asyncio.wait(tasks, timeout=2)
    log.append(f"{len(done)} done")
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        log.append(f"cancel {tasks.index(task)}")
        task.cancel()
    try:
        async with asyncio.TaskGroup() as group:
            for index in range(20):
                group.create_task(work(f"g{index}"))
            await loop.external_event("failing", Readiness.IDLE)
            raise ValueError  # noqa: TRY301 - within the group
    except* ValueError:
        log.append("failed")
    more = {asyncio.create_task(work(f"x{index}")) for index in range(9)}
    finished, _ = await asyncio.wait(more, timeout=5)
    log.extend(f"finished {each.get_coro().__qualname__}" for each in finished)


FACTORIES = {"lazy": None, "eager": asyncio.eager_task_factory}


def logged(choices, factory="lazy"):
    log = []
    loop = SimulatedLoop(choices, task_factory=FACTORIES[factory])
    ending = run_simulated(loop, sets_of_tasks(log)).ending
    return [*log, repr(ending), loop.time(), loop.iteration]


def main():
    """The output of the other processes."""
    # Objects of different sizes, so that addresses differ from process to process.
    _ = [bytearray(int(sys.argv[1]) % 997) for _ in range(int(sys.argv[1]))]
    for factory in FACTORIES:
        for seed in range(10):
            sys.stdout.write(f"{logged(RandomWalk(seed), factory)}\n")


def test_the_same_seed_gives_the_same_run_in_every_process():
    """Neither the hash seed nor the addresses of objects matter."""

    def told(hash_seed):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        command = [sys.executable, Path(__file__), hash_seed]
        return subprocess.run(command, env=environment, check=True, capture_output=True).stdout

    first, second = told("1"), told("4321")
    assert first == second
    assert len(set(first.splitlines())) > 10, "the schedules do not differ"


@pytest.mark.parametrize("factory", FACTORIES)
def test_the_same_seed_gives_the_same_run_again(factory):
    for seed in range(10):
        assert logged(RandomWalk(seed), factory) == logged(RandomWalk(seed), factory)


@pytest.mark.parametrize("factory", FACTORIES)
def test_replaying_the_deviations_repeats_the_run(factory):
    for seed in range(50):
        recording = Recording(RandomWalk(seed))
        expected = logged(recording, factory)
        replaying = Recording(ReplayChoices(recording.deviations))
        assert logged(replaying, factory) == expected
        assert replaying.deviations == recording.deviations
        assert replaying.asked == recording.asked


@pytest.mark.parametrize("factory", FACTORIES)
def test_tasks_are_named_by_their_loop(factory):
    """The numbers in asyncio's names count on from run to run; messages about a task must not."""

    def told():
        async def surprised():
            def callback(task):
                raise KeyError(task)

            async def work():
                await asyncio.sleep(1)

            tasks = [asyncio.create_task(work(), name=name) for name in (None, "mine", None)]
            for task in tasks:
                task.add_done_callback(callback)
            await asyncio.wait(tasks)
            await asyncio.sleep(0)
            return [task.get_name() for task in tasks]

        aftermath = run_simulated(SimulatedLoop(task_factory=FACTORIES[factory]), surprised())
        return aftermath.ending.value, "\n".join(aftermath.unretrieved)

    names, complaints = told()
    assert names == ["Task-2", "mine", "Task-4"]
    assert all(f"name='{name}'" in complaints for name in names)
    assert told() == (names, complaints)


def test_replaying_no_deviations_is_the_canonical_run():
    assert logged(ReplayChoices({})) == logged(None)


def test_answers_that_are_out_of_range_can_still_be_replayed():
    """As after the program was edited: the run is still legal, and repeatable."""
    for answer in (99, 10**9, -1):
        deviations = dict.fromkeys(range(0, 500, 3), answer)
        assert logged(ReplayChoices(deviations)) == logged(ReplayChoices(deviations))
    recording = Recording(ReplayChoices(dict.fromkeys(range(500), 10**9)))
    expected = logged(recording)
    assert max(recording.deviations.values()) < 100
    assert logged(ReplayChoices(recording.deviations)) == expected


if __name__ == "__main__":
    main()
