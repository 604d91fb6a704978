"""Resources: async context managers that live as long as a scope."""

from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Any

from .state import State

__all__ = ["Resources", "Yielded"]

type Yielded = State | Iterable[State] | None
"""What the enter of a resource may give: nothing, a state, or several."""


class Resources:
    """The resources of one scope: entered in order, exited in reverse, once each.

    Clause `scopes/resources`. Both happen in the scope's own task, with the scope still current.
    They are as nested as `async with` blocks would be, but for one thing: a resource cannot
    suppress, for a failure of a task must never vanish (`failures/surfaces`), nor may a
    cancellation (`cancellation/not-swallowed`).
    """

    def __init__(self) -> None:
        self._entered = AsyncExitStack()

    async def enter(self, resource: AbstractAsyncContextManager[Yielded, Any]) -> tuple[State, ...]:
        """Enter one resource and give the state it yields.

        If entering raises, the resource counts as not entered, as in any `async with`.
        """

        async def exit_unsuppressed(*told: Any) -> None:
            await resource.__aexit__(*told)

        given = await resource.__aenter__()
        # No suspension between the two lines: what has been entered will be exited.
        self._entered.push_async_exit(exit_unsuppressed)
        if given is None:
            return ()
        return (given,) if isinstance(given, State) else tuple(given)

    async def exit(self, leaving: BaseException | None) -> BaseException | None:
        """Exit all that were entered, whatever happens on the way.

        Args:
            leaving: What is about to leave the scope; each is told, as in nested blocks.

        Returns:
            What leaves now: the same, or what the exit of a resource raised instead; of several
            such errors the last one.
        """
        try:
            async with self._entered:
                if leaving is not None:
                    raise leaving  # noqa: TRY301 - so that the stack tells them
        except BaseException as error:  # noqa: BLE001 - given to the caller, whatever it is
            return error
        finally:
            del leaving  # no cycle through the traceback
        return None
