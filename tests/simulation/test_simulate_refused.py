"""Calls of `simulate` that make no sense are refused in words."""

import asyncio
from typing import Any

import pytest
from haiway_conformance.simulation import simulate, world
from small_programs import right


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"schedules": 0}, "schedules=0"),
        ({"iterations": 0}, "iterations=0"),
        ({"cancel": "always"}, "cancel='always'"),
        ({"cancelled": "worker"}, "without that argument nothing is cancelled"),
        ({"allow": ["taks"]}, "known are tasks, timers"),
        ({"replay": "hws1.damaged"}, "this token is damaged"),
        ({"replay": "hwc1.xyz"}, "those begin with `hws1.`"),
    ],
)
def test_bad_arguments_are_refused_in_words(settings: dict[str, Any], part: str) -> None:
    with pytest.raises(ValueError, match=part.replace("(", r"\(")):
        simulate(right, **settings)


def test_what_is_no_async_function_is_refused_in_words() -> None:
    with pytest.raises(TypeError, match="pass an `async def` function without arguments"):
        simulate(lambda: 3)  # type: ignore[arg-type, return-value]


def test_it_is_refused_within_a_running_loop() -> None:
    async def main() -> None:
        simulate(right)

    with pytest.raises(RuntimeError, match="mark the async test with `@simulated"):
        asyncio.run(main())


def test_outside_of_a_simulation_there_is_no_world() -> None:
    with pytest.raises(RuntimeError, match="no event loop is running"):
        world.time()
    with pytest.raises(RuntimeError, match="_UnixSelectorEventLoop is running"):
        asyncio.run(world.event("anything"))
