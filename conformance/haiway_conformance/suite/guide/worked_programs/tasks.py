"""Programs that spawn tasks: to gather results, to work in the background, to be cancelled.

`run_in_a_pool` uses threads where the guide uses processes. To asyncio both are the same: an
executor delivers a result from outside the loop. But threads start at once, and the simulated loop
knows how to wait for them.
"""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from haiway_conformance.adapter import Adapter, spawned
from haiway_conformance.judgement import expect

__all__ = (
    "cancel_what_takes_too_long",
    "give_each_task_its_own_variables",
    "keep_a_background_task",
    "run_in_a_pool",
    "spawn_and_gather",
)


async def spawn_and_gather(adapter: Adapter) -> None:
    """Weigh three parcels at the same time, on scales taken from state."""

    class Scales(adapter.State):
        offset: int

    slowness = {"a": 3, "bb": 1, "ccc": 2}
    on_the_scales: list[str] = []
    all_there = asyncio.Event()

    async def weigh(parcel: str) -> tuple[str, int]:
        scales = adapter.state(Scales)
        on_the_scales.append(parcel)
        if len(on_the_scales) == len(slowness):
            all_there.set()
        await all_there.wait()  # no task ends before all have begun
        await asyncio.sleep(slowness[parcel] / 1000)
        return parcel, len(parcel) + scales.offset

    async with adapter.scope("post office", Scales(offset=10)):
        tasks: list[Any] = [await spawned(adapter, weigh, parcel) for parcel in slowness]
        weights: list[Any] = await asyncio.gather(tasks[2], *tasks[:2])

    expect(
        weights == [("ccc", 13), ("a", 11), ("bb", 12)],
        f"gathering the tasks of parcels ccc, a and bb, in this order, gave {weights}",
    )


async def keep_a_background_task(adapter: Adapter) -> None:
    """Serve some customers while a background task sweeps the floor forever."""
    enough = 4
    rounds: list[int] = []
    ended: list[str] = []
    swept = asyncio.Event()

    async def sweep() -> None:
        try:
            while True:
                adapter.check_cancellation()
                rounds.append(len(rounds))
                if len(rounds) == enough:
                    swept.set()
                await asyncio.sleep(0.001)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise
        finally:
            ended.append("over")

    served: list[str] = []
    async with adapter.scope("shop"):
        await spawned(adapter, sweep)
        for customer in ("Ada", "Bo"):
            await asyncio.sleep(0.001)
            served.append(customer)
        await swept.wait()

    rounds_in_scope, ended_in_scope = len(rounds), list(ended)
    await asyncio.sleep(0.005)
    expect(served == ["Ada", "Bo"], f"beside the background task, only {served} were served")
    expect(
        ended_in_scope == ["cancelled", "over"],
        "when the scope was left, its background task should have been cancelled and have ended;"
        f" what is known of its end is: {ended_in_scope or 'nothing'}",
    )
    expect(
        len(rounds) == rounds_in_scope,
        f"the background task went on for {len(rounds) - rounds_in_scope} rounds after its scope",
    )


async def cancel_what_takes_too_long(adapter: Adapter) -> None:
    """Cancel a long count; have a second task cancel itself; then spawn another one."""
    long = 100
    enough = 3
    counted: list[int] = []
    counted_enough = asyncio.Event()
    counted_when_cancelled = 0
    ends: list[str] = []

    async def count() -> None:
        for number in range(long):
            adapter.check_cancellation()
            counted.append(number)
            if len(counted) == enough:
                counted_enough.set()
            await asyncio.sleep(0.001)

    async def give_up() -> None:
        await asyncio.sleep(0.001)
        adapter.cancel()
        await asyncio.sleep(0.001)
        ends.append("the task that called cancel() went on after its next await")

    async def say(word: str) -> str:
        await asyncio.sleep(0.001)
        return word

    async with adapter.scope("counting"):
        counting = await spawned(adapter, count)
        await counted_enough.wait()
        counting.cancel()
        try:
            await counting
            ends.append("the task that was cancelled ended as if it were done")
        except asyncio.CancelledError:
            counted_when_cancelled = len(counted)
        giving_up = await spawned(adapter, give_up)
        try:
            await giving_up
            ends.append("the task that called cancel() ended as if it were done")
        except asyncio.CancelledError:
            ends.append("cancelled itself")
        word = await (await spawned(adapter, say, "on we go"))

    expect(ends == ["cancelled itself"], f"the ends of the tasks: {'; '.join(ends)}")
    expect(
        enough <= counted_when_cancelled < long and len(counted) == counted_when_cancelled,
        f"the task was cancelled after {enough} of {long} steps or a little later, and made"
        f" {len(counted)}",
    )
    expect(word == "on we go", f"after the cancellations, another task of the scope gave {word!r}")


async def give_each_task_its_own_variables(adapter: Adapter) -> None:
    """Set a variable, and have a task set it to another value."""

    class Ticket(adapter.State):
        number: str

    found: list[str | None] = []

    def ticket() -> str | None:
        held = adapter.variable(Ticket)
        return None if held is None else held.number

    async def visitor() -> None:
        found.append(ticket())
        adapter.variable(Ticket(number="visitor"))
        await asyncio.sleep(0.001)
        found.append(ticket())

    async with adapter.scope("museum"):
        adapter.variable(Ticket(number="guide"))
        await (await spawned(adapter, visitor))
        found.append(ticket())

    expect(
        found == [None, "visitor", "guide"],
        "a task, spawned where the variable was `guide`, saw, one after the other:"
        f" {found[0]!r}, and {found[1]!r} after it had set it to `visitor`; its spawner saw"
        f" {found[2]!r} afterwards",
    )


async def run_in_a_pool(adapter: Adapter) -> None:
    """Compute something in a pool while other tasks of the scope go on."""
    others_went_on = threading.Event()
    names = ("Ada", "Bo")
    waited: list[str] = []

    def compute(numbers: range) -> tuple[int, list[str]]:
        # The time-out is longer than any working loop needs, and short enough to wait for.
        others_went_on.wait(timeout=5)
        return sum(number**2 for number in numbers), list(waited)

    async def have_computed(pool: ThreadPoolExecutor) -> tuple[int, list[str]]:
        return await asyncio.get_running_loop().run_in_executor(pool, compute, range(1000))

    async def wait(name: str) -> None:
        for _ in range(3):
            await asyncio.sleep(0)
        waited.append(name)
        if len(waited) == len(names):
            others_went_on.set()

    with ThreadPoolExecutor(max_workers=1) as pool:
        async with adapter.scope("computing centre"):
            task = await spawned(adapter, have_computed, pool)
            others = [await spawned(adapter, wait, name) for name in names]
            result, beside = await task
            await asyncio.gather(*others)

    expect(result == sum(number**2 for number in range(1000)), f"the pool's result was {result}")
    expect(
        beside == waited,
        f"while the pool computed, of two tasks that waited only {beside} went on",
    )
