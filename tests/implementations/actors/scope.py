"""A scope: the context manager around the body; a supervisor owns the tasks."""

import asyncio
from asyncio import AbstractEventLoop
from collections.abc import Iterable, Iterator
from contextvars import copy_context
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from actors.outcome import leaving
from actors.resources import KeptResources, Resources
from actors.state import State, add_states
from actors.supervisor import Supervisor
from actors.surroundings import current, states, variables
from actors.tasks import pause, pause_regardless, start, until_done
from actors.ways import Ways

__all__ = ("Scope",)

# Counted for each loop, so that the same program gets the same numbers in every run.
_outermost: WeakKeyDictionary[AbstractEventLoop, Iterator[int]] = WeakKeyDictionary()


class Scope:
    """A scope.

    Attributes:
        supervisor: The actor that owns its tasks.
        identity: The numbers of the scopes around it, followed by its own.
        trace: The trace that these scopes share.
    """

    supervisor: Supervisor
    identity: str

    def __init__(
        self, ways: Ways, name: str, given: Iterable[State], resources: Iterable[Any]
    ) -> None:
        self._ways, self._name, self._given = ways, name, given
        self._resources = (KeptResources if ways.keep_resources else Resources)(ways, resources)
        self._numbers = count(1)
        self._used = False

    @property
    def trace(self) -> str:
        return self.identity.partition(".")[0]

    async def __aenter__(self) -> None:
        body = asyncio.current_task()
        if self._used or body is None:
            raise RuntimeError(f"scope {self._name!r} can be entered once, by a task")
        self._used = True
        self._body = body
        # A request that is not delivered yet arrives inside, and so counts for this scope.
        self._requests_before = body.cancelling() - getattr(body, "_must_cancel", False)
        self._outer = outer = current.get()
        self._outer_states, self._outer_variables = states.get(), variables.get()
        if outer is None:
            numbers = _outermost.setdefault(body.get_loop(), count(1))
            self.identity = f"{next(numbers)}"
        else:
            self.identity = f"{outer.identity}.{next(outer._numbers)}"
        self.supervisor = Supervisor(self._ways, self._name, body)
        self._supervision = start(self.supervisor.run(), copy_context())
        current.set(self)
        add_states(self._given)
        try:
            await self.supervisor.up.wait()
            await pause(self._ways.lag)
            await self._resources.enter()
        except BaseException as error:
            instead = await self._leave(error)
            if instead is None or instead is error:
                raise
            raise instead from instead.__cause__

    async def __aexit__(self, _: object, error: BaseException | None, __: object) -> bool:
        instead = await self._leave(error)
        if instead is not None and instead is not error:
            raise instead
        return instead is None

    async def _leave(self, raised: BaseException | None) -> BaseException | None:
        self.supervisor.exit()
        requests = await until_done(self._supervision, self.supervisor.request, self._ways.poll)
        requests += await pause_regardless(self._ways.lag)
        if self.supervisor.stopped_body:
            self._body.uncancel()
        failures = self.supervisor.failures
        exits = await self._resources.exit(raised, [*failures, *requests])
        if current.get() is self:  # otherwise another task leaves the scope than entered it
            current.set(self._outer)
            states.set(self._outer_states)
            variables.set(self._outer_variables)
        task = asyncio.current_task()
        pending = task is not None and task.cancelling() > self._requests_before
        requests += exits.requests
        return leaving(self._ways, self._name, exits, failures, requests, pending=pending)
