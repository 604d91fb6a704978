"""The resources of a scope."""

from asyncio import CancelledError
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any

from .states import State

__all__ = ("Resources",)

type _Leaving = Callable[
    [BaseException | None, CancelledError | None, list[BaseException]], BaseException | None
]


class Resources:
    """Asynchronous context managers, entered one after the other and exited in reverse order."""

    def __init__(
        self,
        resources: Iterable[AbstractAsyncContextManager[Iterable[State] | State | None]],
    ) -> None:
        self._resources = resources
        self._entered: list[AbstractAsyncContextManager[Any]] = []

    async def enter(self) -> list[State]:
        """Enter all of them, and return the state that they gave."""
        states: list[State] = []
        for resource in self._resources:
            given = await resource.__aenter__()
            self._entered.append(resource)
            match given:
                case None:
                    pass
                case State():
                    states.append(given)
                case _:
                    states.extend(given)
        return states

    async def exit(
        self, leaving: _Leaving, error: BaseException | None, request: CancelledError | None
    ) -> BaseException | None:
        """Exit those that were entered, and return what leaves the scope after that.

        Each is told what is leaving when its turn comes; none can suppress it.

        Args:
            leaving: Makes what leaves of the body's error, the request to cancel, and the errors
                of resources.
            error: What the body raised.
            request: The CancelledError of a request to cancel.
        """
        errors: list[BaseException] = []
        while self._entered:
            resource = self._entered.pop()
            told = leaving(error, request, errors)
            try:
                if told is None:
                    await resource.__aexit__(None, None, None)
                else:
                    await resource.__aexit__(type(told), told, told.__traceback__)
            except CancelledError as cancelled:
                request = cancelled if request is None else request
            except BaseException as raised:  # noqa: BLE001 (it leaves with all others)
                if raised is not told:
                    errors.append(raised)
        return leaving(error, request, errors)
