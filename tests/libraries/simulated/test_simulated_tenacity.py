"""tenacity: as many attempts as asked for, at the times asked for."""

import asyncio
from contextlib import suppress

import tenacity
from every_way import finding, passes_every_way
from haiway_conformance.simulation import world


def test_attempts_end_when_the_time_is_up() -> None:
    async def main() -> None:
        attempts = 0

        @tenacity.retry(
            stop=tenacity.stop_after_delay(10), wait=tenacity.wait_fixed(2), reraise=True
        )
        async def ask() -> None:
            nonlocal attempts
            attempts += 1
            await world.event("an answer", raises=OSError, takes=1)

        try:
            await ask()
        except OSError:
            assert (attempts, world.time()) == (4, 10)

    passes_every_way(main)


async def shared_by_two_tasks() -> None:
    async def failed(state: tenacity.RetryCallState) -> bool:
        await world.event(f"{state.args[0]} is looked at")
        return state.outcome is not None and state.outcome.failed

    async def ask(name: str) -> str:
        return await world.event(f"{name} answers", returns=name)

    retrying = tenacity.AsyncRetrying(stop=tenacity.stop_after_attempt(3), retry=failed)
    answers = await asyncio.gather(retrying(ask, "a"), retrying(ask, "b"))
    assert answers == ["a", "b"], answers


def test_two_tasks_that_share_an_object_lose_a_result() -> None:
    assert "None" in finding(shared_by_two_tasks).finding.sentence


def test_asyncio_shows_that_two_tasks_that_share_an_object_lose_a_result() -> None:
    async def main() -> None:
        looked_at = {"a": asyncio.Event(), "b": asyncio.Event()}

        async def failed(state: tenacity.RetryCallState) -> bool:
            await looked_at[state.args[0]].wait()
            return False

        async def ask(name: str) -> str:
            return name

        retrying = tenacity.AsyncRetrying(stop=tenacity.stop_after_attempt(3), retry=failed)
        first, second = [asyncio.create_task(retrying(ask, each)) for each in "ab"]
        for _ in range(5):
            await asyncio.sleep(0)
        looked_at["a"].set()
        # It should have been "a".
        assert await first is None
        looked_at["b"].set()
        with suppress(Exception):
            await second

    asyncio.run(main())
