"""The resources that a scope owns."""

from asyncio import CancelledError
from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any

from .raising import make_pending, raise_again
from .states import State

__all__ = ("Resources",)


class Resources:
    """Resources, in the order in which they are entered."""

    def __init__(self, resources: Iterable[AbstractAsyncContextManager[Any]]) -> None:
        self._resources = resources
        self._open: list[AbstractAsyncContextManager[Any]] = []

    async def enter(self) -> list[State]:
        """Enter each, and return the state they give. If one fails, exit those before it."""
        states: list[State] = []
        try:
            for resource in self._resources:
                given = await resource.__aenter__()
                self._open.append(resource)
                if isinstance(given, State):
                    states.append(given)
                elif given is not None:
                    states.extend(given)
        except BaseException as error:
            request = error if isinstance(error, CancelledError) else None
            leaving = await self.exit(error, request)
            if leaving is None or leaving is error:
                raise
            raise_again(leaving)
        return states

    async def exit(
        self, leaving: BaseException | None, request: CancelledError | None
    ) -> BaseException | None:
        """Exit each, the last one first, and return what leaves after that.

        None of them can keep from leaving what is about to leave. What one raises leaves with
        it: alone where the other is its context, else both in a group. A request to cancel that
        does not leave is made pending.

        Args:
            leaving: What is about to leave.
            request: The CancelledError of a request to cancel, whether or not it leaves.
        """
        while self._open:
            resource = self._open.pop()
            try:
                if leaving is None:
                    await resource.__aexit__(None, None, None)
                else:
                    await resource.__aexit__(type(leaving), leaving, leaving.__traceback__)
            except BaseException as error:  # noqa: BLE001 (it is returned)
                if request is None and isinstance(error, CancelledError):
                    request = error
                leaving = _both(leaving, error)
        if request is not None and not isinstance(leaving, CancelledError):
            make_pending()
        return leaving


def _both(leaving: BaseException | None, error: BaseException) -> BaseException:
    if leaving is None or leaving is error or isinstance(leaving, CancelledError):
        return error
    if isinstance(error, CancelledError):
        return leaving
    # A group may be that of failed tasks, which have to surface.
    if not isinstance(leaving, BaseExceptionGroup) and _in_context(leaving, error):
        return error
    failures: list[BaseException] = [leaving, error]
    return BaseExceptionGroup("a resource failed as its scope was left", failures)


def _in_context(wanted: BaseException, error: BaseException) -> bool:
    seen: set[int] = set()
    context: BaseException | None = error
    while context is not None and id(context) not in seen:
        if context is wanted:
            return True
        seen.add(id(context))
        context = context.__context__
    return False
