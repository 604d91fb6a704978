"""The resources of a scope: how they are entered and exited."""

import asyncio
from asyncio import CancelledError, Future
from collections.abc import Iterable, Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any

from actors.errors import chain
from actors.state import State, add_states
from actors.surroundings import states
from actors.tasks import start, until_done
from actors.ways import Ways

__all__ = ("Exits", "KeptResources", "Resources")


@dataclass
class Exits:
    """The outcome of exiting resources.

    Attributes:
        raised: The exception of the body, unless a resource has suppressed it.
        troubles: The exceptions that the exits raised.
        requests: The CancelledErrors that arrived meanwhile.
    """

    raised: BaseException | None
    troubles: list[BaseException] = field(default_factory=list)
    requests: list[CancelledError] = field(default_factory=list)


class Resources:
    """Resources that are entered and exited in the task that enters and exits the scope."""

    def __init__(self, ways: Ways, resources: Iterable[Any]) -> None:
        self._ways, self._resources = ways, tuple(resources)
        self._entered: list[Any] = []

    async def enter(self) -> None:
        """Enter all resources, and return the state that they yield."""
        for resource in self._resources:
            given = await resource.__aenter__()
            self._entered.append(resource)
            if given is not None:
                add_states([given] if isinstance(given, State) else given)

    async def exit(self, raised: BaseException | None, failures: Sequence[BaseException]) -> Exits:
        """Exit the resources that were entered, with the exception of the body or of the tasks."""
        exits = Exits(raised)
        while self._entered:
            resource = self._entered.pop(0 if self._ways.first_out else -1)
            leaving = [*failures, exits.raised, *exits.troubles]
            told = next((each for each in leaving if each is not None), None)
            try:
                suppresses = await resource.__aexit__(
                    None if told is None else type(told),
                    told,
                    None if told is None else told.__traceback__,
                )
            except CancelledError as request:
                exits.requests.append(request)
            except BaseException as trouble:  # noqa: BLE001 - raised from the scope with the others
                exits.troubles.append(trouble)
            else:
                requested = isinstance(exits.raised, CancelledError)
                if self._ways.obey_resources and suppresses and not requested:
                    exits.raised = None
        return exits


class KeptResources(Resources):
    """Resources that are entered and exited in one task of their own, the keeper.

    Cancellation is passed on to it while they are entered, and held back while they are exited.
    """

    _keeper: Future[Any] | None = None

    async def enter(self) -> None:
        if not self._resources:
            return  # there are no resources
        loop = asyncio.get_running_loop()
        self._begun, self._over = loop.create_future(), loop.create_future()
        keeper = self._keeper = start(self._keep(), copy_context())
        # If all tasks are cancelled at once, the keeper may not even have begun.
        keeper.add_done_callback(lambda _: self._entering_ended(CancelledError(), states.get()))
        requests = await until_done(self._begun, keeper.cancel)
        error, found = self._begun.result()
        states.set(found)
        if requests:
            if error is not None and not isinstance(error, CancelledError):
                chain(requests[0], error)
            raise requests[0]
        if error is not None:
            raise error

    def _entering_ended(self, error: BaseException | None, found: Mapping[Any, Any]) -> None:
        if not self._begun.done():
            self._begun.set_result((error, found))

    async def _keep(self) -> Exits:
        error: BaseException | None = None
        try:
            await super().enter()
        except BaseException as caught:  # noqa: BLE001 - raised where the scope is entered
            error = caught
        self._entering_ended(error, states.get())
        await until_done(self._over, lambda: None)
        return await super().exit(*self._over.result())

    async def exit(self, raised: BaseException | None, failures: Sequence[BaseException]) -> Exits:
        if self._keeper is None:
            return Exits(raised)
        self._over.set_result((raised, failures))
        requests = await until_done(self._keeper, lambda: None)
        if self._keeper.cancelled():
            return Exits(raised, requests=requests)
        exits: Exits = self._keeper.result()
        exits.requests += requests
        return exits
