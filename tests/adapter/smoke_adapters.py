"""Right adapters, from which tests derive adapters that are wrong in one way."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from haiway_conformance.adapter import Adapter, TargetError, smoke_check


class Right(Adapter):
    """The smallest adapter that can be judged."""

    @asynccontextmanager
    async def scope(self, name, /, *state):
        yield

    def spawn(self, function, /, *args, **kwargs):
        return asyncio.get_running_loop().create_task(function(*args, **kwargs))


class InGroups(Right):
    """Its scopes wrap every exception in a group."""

    @asynccontextmanager
    async def scope(self, name, /, *state):
        async with asyncio.TaskGroup() as self.group:
            yield


class Values:
    def __init__(self, **values):
        vars(self).update(values)


class WithState(Right):
    State = Values

    def state(self, kind, /, default=None):
        return default

    def variable(self, what, /, *, default=None):
        return None if isinstance(what, type) else what


def complaint(adapter: Adapter) -> str:
    with pytest.raises(TargetError) as caught:
        smoke_check(adapter)
    return str(caught.value)


def with_state(**attributes) -> Adapter:
    return type("Wrong", (WithState,), attributes)()
