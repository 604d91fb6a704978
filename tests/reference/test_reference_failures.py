"""Details of the exceptions that leave a scope, which no clause asks for."""

import asyncio

import pytest
from haiway_reference import ctx
from reference_programs import (
    fail,
    fail_when_cancelled,
    forever,
    requests,
    ticks,
)


async def caught_from(body):
    """Run the body in a scope, and return the exception that left it."""
    try:
        async with ctx.scope("failing"):
            await body()
    except BaseException as error:  # noqa: BLE001 - whatever it is
        assert requests() == 0
        await ticks(3)  # no cancellation arrives after the scope
        return error
    return None


def test_a_failure_whose_repr_fails_surfaces_as_any_other(run_program):
    class ShyError(Exception):
        def __repr__(self):
            raise RuntimeError

        __str__ = __repr__

    async def main():
        error = ShyError()

        async def body():
            ctx.spawn(fail, error, after=1)
            await forever()

        assert (await caught_from(body)).exceptions[0] is error

    run_program(main)


def test_the_group_names_the_scope_and_holds_the_failures_in_order(run_program):
    async def main():
        errors = [ValueError(n) for n in range(4)]

        async def body():
            for error in errors[:3]:
                ctx.spawn(fail, error, after=1)
            ctx.spawn(fail_when_cancelled, errors[3])
            await forever()

        left = await caught_from(body)
        assert list(left.exceptions) == errors
        assert "errors in scope 'failing'" in str(left)

    run_program(main)


@pytest.mark.parametrize("error", [KeyboardInterrupt("body"), SystemExit(3)])
def test_an_interpreter_exit_from_the_body_leaves_as_the_same_object(error):
    async def main():
        async with ctx.scope("exits"):
            ctx.spawn(forever)
            await ticks(1)
            raise error

    with pytest.raises(type(error)) as caught:
        asyncio.run(main())
    assert caught.value is error
