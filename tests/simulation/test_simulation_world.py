"""The outside world, as a program sees it: `world`."""

import asyncio
from typing import Any

import pytest
from haiway_conformance.simulation import Kind, SimulationFailed, simulate, simulated, world


class Refused(Exception):  # noqa: N818
    """An error that a server may answer with."""


@simulated()
async def test_an_event_returns_what_it_is_told_to() -> None:
    assert await world.event("anything") is None
    assert await world.event("an answer", returns=[1, 2]) == [1, 2]


def outcomes(*args: Any, **options: Any) -> set[str]:
    async def main() -> str:
        try:
            return str(await world.event("an answer", returns="fine", **options))
        except Exception as error:  # noqa: BLE001
            return repr(error)

    simulation = simulate(main, exhaustive=True)
    assert simulation.complete
    return set(simulation.results)


def test_an_event_may_fail_instead() -> None:
    assert outcomes(raises=Refused) == {"fine", "Refused()"}
    assert outcomes(raises=Refused("no")) == {"fine", "Refused('no')"}
    assert outcomes(raises=[OSError, Refused("no"), KeyError("key")]) == {
        "fine",
        "OSError()",
        "Refused('no')",
        "KeyError('key')",
    }


def test_each_run_raises_an_exception_of_its_own() -> None:
    error = Refused("no")
    raised: list[Refused] = []

    async def main() -> None:
        try:
            await world.event("an answer", raises=error)
        except Refused as each:
            raised.append(each)

    simulate(main, exhaustive=True)
    assert raised
    assert error not in raised
    assert error.__traceback__ is None


def test_the_outcome_is_told_in_the_picture() -> None:
    async def main() -> None:
        await world.event("the answer", raises=Refused)

    with pytest.raises(SimulationFailed) as found:
        simulate(main)
    deviations = {getattr(each, "deviation", "") for each in found.value.picture.timeline.rows}
    assert "the answer with outcome 2" in deviations


def test_an_event_takes_as_long_as_it_is_told_to() -> None:
    async def main() -> float:
        await world.event("the answer", takes=2.5)
        return world.time()

    assert set(simulate(main).results) == {2.5}


@pytest.mark.parametrize("ticks", [0.0, 0.5, 3.0])
def test_an_event_is_neither_earlier_nor_later_than_it_is_told_to(ticks: float) -> None:
    async def tick() -> None:
        while True:  # noqa: ASYNC110
            await asyncio.sleep(ticks)

    async def main() -> float:
        ticking = asyncio.create_task(tick()) if ticks else None
        await world.event("the answer", takes=(1, 4))
        if ticking is not None:
            ticking.cancel()
        return world.time()

    times = simulate(main, schedules=100).results
    assert min(times) >= 1
    assert max(times) <= 4
    assert len(set(times)) > 1


@pytest.mark.parametrize("takes", [-1, (2, 1), (-1, 1), float("nan")])
def test_times_that_make_no_sense_are_refused(takes: Any) -> None:
    async def main() -> None:
        with pytest.raises(ValueError, match=r"'the answer' takes .* the smaller one first"):
            await world.event("the answer", takes=takes)

    simulate(main)


@pytest.mark.parametrize("takes", [None, 2, (1, 3)])
def test_whoever_waits_may_be_cancelled(takes: Any) -> None:
    async def main() -> str:
        waiting = asyncio.create_task(world.event("the answer", takes=takes))
        await asyncio.sleep(0.5)
        waiting.cancel()
        await asyncio.wait([waiting])
        return "cancelled" if waiting.cancelled() else "in time"

    # Nothing is left behind, neither a timer nor a task.
    results = set(simulate(main, exhaustive=True).results)
    assert results == ({"cancelled", "in time"} if takes is None else {"cancelled"})


def test_an_invariant_is_checked_after_every_step() -> None:
    async def main() -> None:
        balance = [10]
        world.invariant(lambda: balance[0] >= 0)
        balance[0] -= 20
        await world.event("the answer")
        balance[0] += 20

    with pytest.raises(SimulationFailed) as found:
        simulate(main)
    assert found.value.finding.kind is Kind.INVARIANT


def test_a_note_is_a_row_of_the_picture() -> None:
    async def main() -> None:
        world.note("half way")
        raise LookupError

    with pytest.raises(SimulationFailed) as found:
        simulate(main)
    texts = [getattr(each, "text", "") for each in found.value.picture.timeline.rows]
    assert "half way" in texts


def test_time_is_virtual_and_begins_at_0() -> None:
    async def main() -> tuple[float, float]:
        before = world.time()
        await asyncio.sleep(3600)
        return before, world.time()

    assert simulate(main).results == ((0.0, 3600.0),)


@pytest.mark.parametrize(
    "call",
    [
        world.time,
        lambda: world.note("anything"),
        lambda: world.invariant(lambda: True),
        lambda: world.cut(asyncio.Transport()),
    ],
)
def test_outside_of_a_simulation_there_is_no_world(call: Any) -> None:
    with pytest.raises(RuntimeError, match="no event loop is running"):
        call()
