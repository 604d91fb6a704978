"""Async tests that are simulated: `simulated`."""

import functools
import inspect
from collections.abc import Callable, Collection, Coroutine
from typing import Any, Literal

from haiway_conformance.simulation.simulate import simulate

__all__ = ("simulated",)

type AsyncTest = Callable[..., Coroutine[Any, Any, Any]]


def simulated(
    *,
    schedules: int | None = None,
    seed: int = 0,
    exhaustive: bool = False,
    cancel: Literal["everywhere"] | None = None,
    cancelled: str = "",
    invariant: Callable[[], object] | None = None,
    allow: Collection[str] = (),
    iterations: int = 100_000,
    eager: bool = False,
) -> Callable[[AsyncTest], Callable[..., None]]:
    """Make a test of an async function: it is simulated, as `simulate` does.

    The values of its fixtures are made once, and shared by all runs: what the test changes, it has
    to make itself. It can be combined with Hypothesis' `given`, on either side of it.

    Args:
        schedules: As for `simulate`, and so all others.
        seed: See there.
        exhaustive: See there.
        cancel: See there.
        cancelled: See there.
        invariant: See there.
        allow: See there.
        iterations: See there.
        eager: See there.

    Returns:
        A decorator.

    Raises:
        TypeError: If what it decorates is no async function.

    Example:
        >>> import asyncio
        >>> @simulated(schedules=50)
        ... async def test_the_queue_keeps_the_order():
        ...     queue = asyncio.Queue()
        ...     await queue.put("first")
        ...     await queue.put("second")
        ...     assert await queue.get() == "first"
        >>> test_the_queue_keeps_the_order()
    """

    def simulates(test: AsyncTest) -> Callable[..., None]:
        @functools.wraps(test)
        def simulating(*arguments: Any, **named: Any) -> None:
            __tracebackhide__ = True
            simulate(
                functools.wraps(test)(lambda: test(*arguments, **named)),
                schedules=schedules,
                seed=seed,
                exhaustive=exhaustive,
                cancel=cancel,
                cancelled=cancelled,
                invariant=invariant,
                allow=allow,
                iterations=iterations,
                eager=eager,
            )

        return simulating

    def decorate(test: AsyncTest) -> Callable[..., Any]:
        inner = getattr(getattr(test, "hypothesis", None), "inner_test", None)
        if inner is not None:
            # `given` is already around it: what it calls for each example is simulated.
            test.hypothesis.inner_test = simulates(inner)  # pyright: ignore[reportFunctionMemberAccess]
            return test
        if not inspect.iscoroutinefunction(test):
            name = getattr(test, "__qualname__", repr(test))
            raise TypeError(
                f"@simulated() decorates an async function, and {name} is none; within an ordinary"
                " test, call `simulate(main)`"
            )
        return simulates(test)

    return decorate
