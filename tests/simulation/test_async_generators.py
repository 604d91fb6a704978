"""Async generators: those that are left open are told, and what awaits their items has a name."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from haiway_conformance.simulation import Kind, SimulationFailed, simulate, world


async def items() -> AsyncGenerator[int]:
    yield await world.event("an item", returns=1)
    yield 2


def test_one_that_has_ended_is_not_left_open_whatever_refers_to_it() -> None:
    async def main() -> None:
        async def fails() -> AsyncGenerator[int]:
            yield 1
            raise LookupError

        ended, failed, closed = items(), fails(), items()
        kept.extend((ended, failed, closed))
        assert [each async for each in ended] == [1, 2]
        with pytest.raises(LookupError):
            [each async for each in failed]
        await anext(closed)
        await closed.aclose()

    kept: list[object] = []
    simulate(main)


def test_one_that_is_left_open_is_told() -> None:
    async def main() -> None:
        generator = items()
        kept.append(generator)
        await anext(generator)

    kept: list[object] = []
    with pytest.raises(SimulationFailed) as raised:
        simulate(main)
    assert raised.value.finding.kind is Kind.LEAK
    assert "generators that are not closed (items)" in str(raised.value)


@pytest.mark.parametrize("eager", [False, True])
def test_tasks_that_await_an_item_or_end_are_called_by_what_they_run(*, eager: bool) -> None:
    async def quick() -> None:
        await world.event("it is quick")

    async def main() -> None:
        generator = items()
        [item] = await asyncio.gather(asyncio.create_task(anext(generator)))
        await generator.aclose()
        await asyncio.create_task(quick())
        raise LookupError(item)

    with pytest.raises(SimulationFailed) as raised:
        simulate(main, eager=eager)
    lanes = set(raised.value.picture.timeline.lanes)
    assert lanes == {"main", "anext(items)", "quick()"}
