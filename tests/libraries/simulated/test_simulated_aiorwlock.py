"""aiorwlock: readers together, a writer alone, and nobody is forgotten."""

import asyncio

import pytest
from aiorwlock import RWLock
from every_way import passes_every_way
from haiway_conformance.simulation import world


@pytest.mark.parametrize("fast", [False, True])
def test_a_writer_is_alone_and_a_cancelled_one_frees_the_lock(*, fast: bool) -> None:
    async def main() -> None:
        lock = RWLock(fast=fast)
        reading: set[int] = set()
        writing: set[int] = set()

        def alone() -> bool:
            return len(writing) <= 1 and not (writing and reading)

        world.invariant(alone)

        async def use(number: int, *, writes: bool) -> None:
            inside = writing if writes else reading
            async with lock.writer if writes else lock.reader:
                inside.add(number)
                try:
                    await world.event(f"{number} is done")
                finally:
                    inside.remove(number)

        kinds = [False, True, False, True, False]
        tasks = [
            asyncio.create_task(use(number, writes=writes), name=f"task {number}")
            for number, writes in enumerate(kinds)
        ]
        await asyncio.wait(tasks)
        assert all(each.cancelled() or each.result() is None for each in tasks)
        assert not lock.reader.locked
        assert not lock.writer.locked

    passes_every_way(main, cancelled="task*")
