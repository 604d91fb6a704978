"""State values, and how scopes give them."""

import asyncio
import dataclasses

import pytest
from haiway_reference import State, ctx


class Size(State):
    width: int
    height: int = 1


class Name(State):
    value: str = "default"


class Needy(State):
    value: str


def test_it_is_made_by_keyword_with_defaults():
    assert Size(width=2) == Size(width=2, height=1)
    assert Size(width=2).height == 1
    assert repr(Size(width=2)) == "Size(width=2, height=1)"
    assert hash(Size(width=2)) == hash(Size(width=2))


def test_subclasses_inherit_attributes():
    class Box(Size):
        depth: int = 9

    assert (Box(width=1).width, Box(width=1).depth) == (1, 9)


@pytest.mark.parametrize(
    ("arguments", "named"), [({}, "width"), ({"width": 1, "colour": "red"}, "colour")]
)
def test_a_missing_or_unknown_keyword_is_named(arguments, named):
    with pytest.raises(TypeError, match=named):
        Size(**arguments)


def test_it_is_immutable():
    size = Size(width=1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="width"):
        size.width = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del size.width


def test_positional_arguments_are_refused():
    with pytest.raises(TypeError):
        Size(1)


def test_the_nearest_scope_wins_and_the_outer_value_is_back_after(run_program):
    async def main():
        outer, inner = Name(value="outer"), Name(value="inner")
        async with ctx.scope("outer", outer):
            assert ctx.state(Name) is outer
            async with ctx.scope("inner", inner):
                assert ctx.state(Name) is inner
            assert ctx.state(Name) is outer
            async with ctx.scope("other"):
                assert ctx.state(Name) is outer

    run_program(main)


def test_a_state_that_nobody_gave(run_program):
    async def main():
        async with ctx.scope("empty"):
            fallback = Needy(value="fallback")
            assert ctx.state(Needy, default=fallback) is fallback
            assert ctx.state(Name) == Name()
            with pytest.raises(TypeError, match=r"Needy.*missing.*value"):
                ctx.state(Needy)

    run_program(main)


def test_a_given_state_comes_before_the_default(run_program):
    async def main():
        given = Name(value="given")
        async with ctx.scope("giving", given):
            assert ctx.state(Name, default=Name()) is given

    run_program(main)


def test_a_task_sees_the_state_where_it_was_spawned(run_program):
    async def main():
        seen = []

        async def look():
            await asyncio.sleep(0)
            seen.append(ctx.state(Name).value)
            await ctx.spawn(look_deeper)

        async def look_deeper():
            seen.append(ctx.state(Name).value)

        async with ctx.scope("outer", Name(value="outer")):
            task = ctx.spawn(look)
            async with ctx.scope("inner", Name(value="inner")):
                await task

        assert seen == ["outer", "outer"]

    run_program(main)


def test_outside_of_any_scope_there_is_none(run_program):
    """scopes/outside leaves it open; a default is for what no scope gave (state/default)."""

    async def main():
        with pytest.raises(RuntimeError, match="scope"):
            ctx.state(Name, default=Name())

    run_program(main)
