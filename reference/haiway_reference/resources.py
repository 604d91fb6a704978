"""Resources: async context managers that live as long as a scope."""

from asyncio import CancelledError
from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any

from .state import State

__all__ = ["Resources", "Yielded"]

type Yielded = State | Iterable[State] | None
"""What the enter of a resource may give: nothing, a state, or several."""


class Resources:
    """The resources of one scope: entered in order, exited in reverse, once each.

    Clause `scopes/resources`. Both happen in the scope's own task, with the scope still current.

    Not `contextlib.AsyncExitStack`, for two reasons: a resource must not be able to suppress the
    failure of a task, and an error from one exit must never be hidden by the error of another.
    """

    def __init__(self) -> None:
        self._entered: list[AbstractAsyncContextManager[Any, Any]] = []

    async def enter(self, resource: AbstractAsyncContextManager[Yielded, Any]) -> tuple[State, ...]:
        """Enter one resource and give the state it yields.

        If entering raises, the resource counts as not entered, as in any `async with`.
        """
        given = await resource.__aenter__()
        # No suspension between the two lines: what has been entered will be exited.
        self._entered.append(resource)
        if given is None:
            return ()
        return (given,) if isinstance(given, State) else tuple(given)

    async def exit(
        self, leaving: BaseException | None
    ) -> tuple[list[BaseException], CancelledError | None]:
        """Exit all that were entered, whatever happens on the way.

        Each is told what is about to leave the scope, as nested `async with` blocks would tell it.
        What its exit returns is ignored: a resource cannot suppress, for a failure of a task must
        never vanish (`failures/surfaces`), nor may a cancellation (`cancellation/not-swallowed`).

        Returns:
            The errors of the exits, and the first CancelledError that came out of one.
        """
        told = leaving
        errors = dict[int, BaseException]()
        cancelled: CancelledError | None = None
        try:
            while self._entered:
                resource = self._entered.pop()
                try:
                    if told is None:
                        await resource.__aexit__(None, None, None)
                    else:
                        await resource.__aexit__(type(told), told, told.__traceback__)
                except CancelledError as error:
                    told = error
                    cancelled = error if cancelled is None else cancelled
                except BaseException as error:  # noqa: BLE001 - the rest has to be exited
                    told = errors[id(error)] = error
            errors.pop(id(leaving), None)  # raising again what it was told adds nothing
            return list(errors.values()), cancelled
        finally:
            del leaving, told, errors, cancelled  # no cycle through the traceback of an error
