"""The smoke check's messages about adapters whose `spawn` is wrong."""

import asyncio

import pytest
from haiway_conformance.adapter import Adapter, smoke_check
from smoke_adapters import InGroups, Right, complaint


def spawning(function, base: type[Adapter]) -> Adapter:
    return type("Wrong", (base,), {"spawn": function})()


async def spawns_asynchronously(self, function, /, *args, **kwargs):
    return asyncio.get_running_loop().create_task(function(*args, **kwargs))


def only_calls(self, function, /, *args, **kwargs):
    return function(*args, **kwargs)


def returns_nothing(self, function, /, *args, **kwargs):
    asyncio.get_running_loop().create_task(function(*args, **kwargs))


def returns_a_number(self, function, /, *args, **kwargs):
    return 3


def wants_a_coroutine(self, coroutine, /, *args, **kwargs):
    return asyncio.get_running_loop().create_task(coroutine)


NOT_AWAITABLE = (
    ", which can't be awaited. It must return the task, an awaitable with the function's result."
)


@pytest.mark.parametrize("base", [Right, InGroups])
@pytest.mark.parametrize(
    ("spawn", "said"),
    [
        (only_calls, "gave a coroutine instead of a task: it only calls the function."),
        (returns_nothing, f"returned None (is a `return` missing?){NOT_AWAITABLE}"),
        (returns_a_number, f"returned 'int'{NOT_AWAITABLE}"),
    ],
)
def test_a_spawn_that_returns_no_task(spawn, said, base):
    assert complaint(spawning(spawn, base)).startswith(f"`spawn(...)` {said}")


@pytest.mark.parametrize("base", [Right, InGroups])
def test_a_spawn_may_be_a_coroutine_function(base):
    smoke_check(spawning(spawns_asynchronously, base))


@pytest.mark.parametrize("base", [Right, InGroups])
def test_a_spawn_that_can_not_be_called_so(base):
    told = complaint(spawning(wants_a_coroutine, base))
    assert told.startswith(
        "spawning a task in a scope and awaiting it, `await spawn(function)`, raised "
    )
    assert (
        "TypeError: a coroutine was expected, got <function _spawn.<locals>.work at 0x...>" in told
    )


def test_a_spawn_whose_task_never_ends():
    def spawn(self, function, /, *args, **kwargs):
        return asyncio.get_running_loop().create_future()

    assert "`await spawn(function)`, never ended" in complaint(spawning(spawn, Right))
