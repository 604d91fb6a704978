"""Small programs that are wrong, or right, in one way each."""

import asyncio
from contextlib import suppress
from typing import Any

from haiway_conformance.simulation import world


async def lost_update() -> None:
    """Two tasks read a balance, and write it after a wait: one of the deposits is lost."""
    balance = 0

    async def deposit(amount: int) -> None:
        nonlocal balance
        before = balance
        await world.event(f"the answer to {amount}")
        balance = before + amount

    async with asyncio.TaskGroup() as group:
        group.create_task(deposit(10), name="first")
        group.create_task(deposit(20), name="second")
    assert balance == 30


async def order_of_answers() -> list[str]:
    """Return answers as they come; right only if the first one comes first."""
    answers: list[str] = []

    async def ask(name: str) -> None:
        await world.event(f"{name} answers")
        answers.append(name)

    await asyncio.gather(ask("one"), ask("two"), ask("three"))
    assert answers.index("one") < answers.index("three"), answers
    return answers


async def locks_in_opposite_order() -> None:
    """Two tasks acquire two locks in opposite order."""
    left, right = asyncio.Lock(), asyncio.Lock()

    async def holds(first: asyncio.Lock, second: asyncio.Lock) -> None:
        await world.event("a request")
        async with first:
            await world.event("the disk")
            async with second:
                pass

    async with asyncio.TaskGroup() as group:
        group.create_task(holds(left, right), name="left first")
        group.create_task(holds(right, left), name="right first")


async def leaves_a_task_when_cancelled() -> None:
    """Start a task, and cancel it in the end; not if it is cancelled itself before."""
    task = asyncio.create_task(asyncio.sleep(3600), name="ticker")
    await world.event("the result")
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def swallows_its_cancellation() -> str:
    """Return although it was asked to stop."""
    with suppress(asyncio.CancelledError):
        await world.event("the result")
    return "done"


async def right() -> Any:
    """Do what the others do, in the right way."""
    balance = 0
    lock = asyncio.Lock()

    async def deposit(amount: int) -> None:
        nonlocal balance
        async with lock:
            before = balance
            await world.event(f"the answer to {amount}", takes=(0, 60))
            balance = before + amount

    async with asyncio.timeout(3600), asyncio.TaskGroup() as group:
        group.create_task(deposit(10))
        group.create_task(deposit(20))
    return balance
