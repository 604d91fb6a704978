"""The adapters: plain actors, and actors that answer open questions differently."""

import asyncio
from asyncio import CancelledError, Future
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from haiway_conformance.adapter import Adapter

from actors import observability
from actors.helpers import execute, process
from actors.merge import Merge
from actors.scope import Scope
from actors.state import State, find_state
from actors.streams import Stream
from actors.surroundings import current, own_context, required, variables
from actors.tasks import start
from actors.ways import Ways

__all__ = (
    "Actors",
    "ActorsOfOtherEnds",
    "ActorsOfOtherMeans",
    "EagerActors",
    "PollingActors",
    "SlowActors",
    "SpinningActors",
    "VerySlowActors",
)


class Actors(Adapter):
    """Actors that answer open questions as `Ways` does by default.

    Attributes:
        ways: The answers.
    """

    name, version = "actors", "1"
    ways = Ways()
    State = State
    log_error = staticmethod(observability.log_error)
    log_warning = staticmethod(observability.log_warning)
    log_info = staticmethod(observability.log_info)
    log_debug = staticmethod(observability.log_debug)
    record = staticmethod(observability.record)
    trace_id = staticmethod(observability.trace_id)

    def scope(self, name: str, /, *state: State, disposables: Iterable[Any] | None = None) -> Scope:
        return Scope(self.ways, name, state, disposables or ())

    def spawn(
        self, function: Callable[..., Any], /, *arguments: Any, **keywords: Any
    ) -> Future[Any]:
        if self.ways.detach and current.get() is None:
            context = own_context()
            return start(context.run(function, *arguments, **keywords), context)
        return required("spawn").supervisor.spawn(partial(function, *arguments, **keywords))

    def stream(self, source: Callable[..., Any], /, *arguments: Any, **keywords: Any) -> Stream:
        generator = partial(source, *arguments, **keywords)
        return Stream(self.ways, required("stream").supervisor, generator)

    def cancel(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()

    def check_cancellation(self) -> None:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise CancelledError

    def state(self, kind: type[State], /, default: State | None = None) -> State:
        return find_state(kind, default)

    def variable(self, wanted: Any, /, *, default: Any = None) -> Any:
        if isinstance(wanted, type):
            return variables.get().get(wanted, default)
        variables.set({**variables.get(), type(wanted): wanted})
        return None

    async def process_concurrently(
        self,
        source: Any,
        /,
        handler: Callable[[Any], Any],
        *,
        concurrent_tasks: int = 2,
        ignore_exceptions: bool = False,
    ) -> None:
        await process(self.ways, source, handler, concurrent_tasks, tolerant=ignore_exceptions)

    async def execute_concurrently(
        self,
        handler: Callable[[Any], Any],
        /,
        elements: Any,
        *,
        concurrent_tasks: int = 2,
        return_exceptions: bool = False,
    ) -> tuple[Any, ...]:
        return await execute(
            self.ways, handler, elements, concurrent_tasks, tolerant=return_exceptions
        )

    def stream_concurrently(self, *sources: Any, exhaustive: bool = False) -> Merge:
        return Merge(self.ways, sources, exhaustive=exhaustive)


class EagerActors(Actors):
    """The same with eager tasks."""

    name = "eager actors"
    task_factory = staticmethod(asyncio.eager_task_factory)


class SlowActors(Actors):
    """The same with a few additional loop iterations before each step."""

    name = "slow actors"
    ways = Ways(lag=3)


class VerySlowActors(Actors):
    """The same with many more additional loop iterations before each step."""

    name = "very slow actors"
    ways = Ways(lag=8)


class PollingActors(Actors):
    """The same, but whoever waits looks again every 10 milliseconds whether it can go on."""

    name = "polling actors"
    ways = Ways(poll=0.01)


class SpinningActors(Actors):
    """The same, but whoever waits looks again in every loop iteration whether it can go on."""

    name = "spinning actors"
    ways = Ways(poll=0)


class ActorsOfOtherMeans(Actors):
    """The same with other answers to questions of timing, place and order."""

    name = "actors of other means"
    ways = Ways(
        on_demand=True,
        call_at_spawn=True,
        refuse_late=True,
        detach=True,
        reverse=True,
        hold_requests=True,
        keep_resources=True,
        first_out=True,
    )


class ActorsOfOtherEnds(Actors):
    """The same with other answers to the question which error leaves scopes and helpers."""

    name = "actors of other ends"
    ways = Ways(
        obey_resources=True,
        awaited_fails=True,
        failures_leave=True,
        body_leaves=True,
        cancelled_call_ends=True,
    )
