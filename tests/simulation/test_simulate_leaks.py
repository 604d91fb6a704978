"""Whatever a program leaves behind is found, unless it is allowed."""

import asyncio
from collections.abc import Callable

import pytest
from failing import Program, failure
from haiway_conformance.simulated_loop.asyncio_itself import keeps_request_of_failed_group
from haiway_conformance.simulation import Leak, SimulationFailed, simulate

LEFT: dict[str, tuple[Leak, Program]] = {}


def leaves(leak: Leak) -> Callable[[Program], Program]:
    def register(program: Program) -> Program:
        LEFT[program.__name__] = leak, program
        return program

    return register


@leaves(Leak.TASKS)
async def a_task() -> None:
    a_task.kept = asyncio.create_task(asyncio.sleep(60))  # type: ignore[attr-defined]
    await asyncio.sleep(0)


@leaves(Leak.TIMERS)
async def a_timer() -> None:
    asyncio.get_running_loop().call_later(60, print)


@leaves(Leak.GENERATORS)
async def a_generator() -> None:
    async def numbers():
        try:
            yield 1
            yield 2
        finally:
            pass

    kept = numbers()
    a_generator.kept = kept  # type: ignore[attr-defined]
    await anext(kept)


@leaves(Leak.EXCEPTIONS)
async def an_exception() -> None:
    async def fails() -> None:
        raise LookupError

    task = asyncio.create_task(fails())
    await asyncio.wait([task])


@leaves(Leak.COROUTINES)
async def a_coroutine() -> None:
    asyncio.sleep(1)


@leaves(Leak.REQUESTS)
async def a_request() -> None:
    task = asyncio.current_task()
    assert task is not None
    task.cancel()
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        return


@pytest.mark.parametrize("name", sorted(LEFT))
def test_whatever_is_left_is_found_or_allowed(name: str) -> None:
    leak, program = LEFT[name]
    if leak is Leak.REQUESTS and keeps_request_of_failed_group():
        pytest.skip("on this Python, asyncio.TaskGroup leaves requests of its own")
    assert failure(program).finding.what == leak
    simulate(program, allow=[leak])
    with pytest.raises(SimulationFailed):
        simulate(program, allow=[each for each in Leak if each is not leak])
