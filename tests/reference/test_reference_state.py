"""The `State` class, and error messages."""

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


def test_a_state_that_nobody_gave(run_program):
    async def main():
        async with ctx.scope("empty"):
            fallback = Needy(value="fallback")
            assert ctx.state(Needy, default=fallback) is fallback
            assert ctx.state(Name) == Name()
            with pytest.raises(TypeError, match=r"Needy.*missing.*value"):
                ctx.state(Needy)

    run_program(main)


def test_outside_of_any_scope_there_is_none(run_program):
    """Even with a default, which is for types that no scope was given (scopes/outside)."""

    async def main():
        with pytest.raises(RuntimeError, match="scope"):
            ctx.state(Name, default=Name())

    run_program(main)
