"""Variables in plain tasks and nested scopes."""

import asyncio
from dataclasses import dataclass

import pytest
from haiway_reference import ctx


@dataclass
class Request:
    value: str


@dataclass
class Counter:
    value: int

    def __bool__(self):
        return False


def test_a_plain_asyncio_task_cannot_write_into_its_creators_variables(run_program):
    async def main():
        async def child():
            ctx.variable(Request("child"))

        async with ctx.scope("variables"):
            ctx.variable(Request("parent"))
            await asyncio.create_task(child())
            assert ctx.variable(Request) == Request("parent")

    run_program(main)


def test_a_nested_scope_starts_empty_and_moves_nothing_up(run_program):
    async def main():
        async with ctx.scope("outer"):
            ctx.variable(Request("outer"))
            async with ctx.scope("inner"):
                assert ctx.variable(Request) is None
                ctx.variable(Request("inner"))
                ctx.variable(Counter(1))
            assert ctx.variable(Request) == Request("outer")
            assert ctx.variable(Counter) is None

    run_program(main)


def test_the_synchronous_part_of_a_function_is_the_tasks_too(run_program):
    async def main():
        def function():
            assert ctx.variable(Request) is None
            ctx.variable(Request("child"))
            return rest()

        async def rest():
            assert ctx.variable(Request) == Request("child")

        async with ctx.scope("variables"):
            ctx.variable(Request("parent"))
            await ctx.spawn(function)
            assert ctx.variable(Request) == Request("parent")

    run_program(main)


def test_outside_of_a_scope_is_a_clear_error(run_program):
    async def main():
        with pytest.raises(RuntimeError, match=r"Request.*scope"):
            ctx.variable(Request)
        with pytest.raises(RuntimeError, match=r"Request.*scope"):
            ctx.variable(Request("1"))

    run_program(main)
