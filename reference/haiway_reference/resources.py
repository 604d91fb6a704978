"""Resources: asynchronous context managers that live as long as a scope."""

from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Any

from .frames import clears_frame
from .state import State

__all__ = ["Resources", "Yielded"]

type Yielded = State | Iterable[State] | None
"""The state that a resource may yield when it is entered: none, one, or several."""


class Resources:
    """The resources of one scope, entered in order and exited in reverse (`scopes/resource-order`).

    Both happen in the scope's own task (`scopes/resource-task`), while the scope is current. They
    behave as nested `async with` blocks do, except that a resource cannot suppress an exception: a
    task's failure must not vanish (`failures/surfaces`), nor may a cancellation
    (`cancellation/not-swallowed`).
    """

    def __init__(self) -> None:
        self._entered = AsyncExitStack()

    async def enter(self, resource: AbstractAsyncContextManager[Yielded, Any]) -> tuple[State, ...]:
        """Enter a resource.

        Returns:
            The state that it yields.

        Raises:
            BaseException: What entering it raised. It then counts as not entered.
        """

        async def exit_unsuppressed(*told: Any) -> None:
            await resource.__aexit__(*told)

        given = await resource.__aenter__()
        # scopes/resource-exited-once: no suspension between the two lines, so what has been entered
        # will be exited.
        self._entered.push_async_exit(exit_unsuppressed)
        # scopes/resource-yields-state: None is nothing, whatever is false is not.
        if given is None:
            return ()
        return (given,) if isinstance(given, State) else tuple(given)

    @clears_frame
    async def exit(self, leaving: BaseException | None) -> BaseException | None:
        """Exit all resources that were entered, each of them once, even if others fail.

        Args:
            leaving: What is about to leave the scope. The resources are given it, as they would be
                in nested blocks (`scopes/resource-told`, `scopes/resource-told-of-failed-exit`).

        Returns:
            What leaves now: the same exception, or the last one that an exit raised instead.
        """
        try:
            async with self._entered:
                if leaving is not None:
                    raise leaving  # noqa: TRY301 - so that the stack passes it to the resources
        except BaseException as error:  # noqa: BLE001 - returned, whatever it is
            return error
        return None
