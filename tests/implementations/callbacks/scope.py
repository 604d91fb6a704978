"""Scopes: state machines to which their tasks and streams report."""

from asyncio import (
    CancelledError,
    Task,
    current_task,
    get_running_loop,
    iscoroutine,
    sleep,
)
from collections.abc import Callable, Iterable
from enum import IntEnum
from inspect import isawaitable
from itertools import count
from types import TracebackType
from typing import Any
from uuid import uuid4

from .arguments import awaiting, by_type, each
from .bell import Bell, outlast
from .errors import cancelled_because_of, raise_as_it_is, together
from .handle import Handle
from .place import HERE, Place, own_context
from .state import State
from .streams import Core, Stream

_numbers = count(1)


class _Phase(IntEnum):
    NEW = 0
    OPENING = 1  # resources are entered
    OPEN = 2  # the body runs
    DRAINING = 3  # tasks and streams are ending; tasks spawned now are cancelled at once
    DISPOSING = 4  # resources are exited; spawning is refused
    CLOSED = 5


class Scope:
    """One `async with ctx.scope(...)`."""

    def __init__(self, name: str, states: Iterable[State], disposables: Any) -> None:
        self.name = name
        self.number = next(_numbers)
        self.trace_id = ""
        self._given = by_type(states)
        self._disposables = disposables
        self._entered: list[Any] = []
        self._phase = _Phase.NEW
        self._host: Task[Any] | None = None
        self._requests_before = 0
        self._outside = Place()
        self._bell = Bell()
        self._children: dict[Handle, None] = {}
        self._streams: dict[Core, None] = {}
        self._failures: list[BaseException] = []
        self._stream_errors: list[BaseException] = []
        self._failing = False
        self._stopped_host = False

    @property
    def is_closed(self) -> bool:
        return self._phase is _Phase.CLOSED

    # Entering

    async def __aenter__(self) -> str:
        if self._phase is not _Phase.NEW:
            raise RuntimeError(f"scope {self.name!r} has been entered before; make a new one")
        host = current_task()
        if host is None:
            raise RuntimeError(f"scope {self.name!r} can only be entered in a task")
        self._phase = _Phase.OPENING
        self._host, self._requests_before = host, host.cancelling()
        self._outside = here = HERE.get()
        self.trace_id = uuid4().hex if here.scope is None else here.scope.trace_id
        HERE.set(Place(self, {**here.states, **self._given}, here.variables))
        try:
            for resource in each(self._disposables):
                made = await type(resource).__aenter__(resource)
                self._entered.append(resource)
                place = HERE.get()
                HERE.set(place._replace(states={**place.states, **by_type(each(made))}))
        except BaseException as error:
            await self._leave(error)
            raise
        self._phase = _Phase.OPEN
        return self.trace_id

    # Inside

    def spawn(self, function: Callable[..., Any], args: Any, kwargs: Any) -> Handle:
        if not _Phase.OPENING <= self._phase <= _Phase.DRAINING:
            raise RuntimeError(f"scope {self.name!r} has ended, nothing can be spawned in it")
        loop = get_running_loop()
        context = own_context()
        made = context.run(function, *args, **kwargs)
        if not iscoroutine(made):
            if not isawaitable(made):
                raise TypeError(f"{function!r} gave {type(made).__name__!r}, nothing to await")
            made = awaiting(made)
        child = Handle(loop.create_task(made, context=context), self._child_ended)
        self._children[child] = None
        if self._failing or self._phase is _Phase.DRAINING:
            child.ask_to_stop()
        return child

    def stream(self, source: Callable[..., Any], args: Any, kwargs: Any) -> Stream:
        if not _Phase.OPENING <= self._phase <= _Phase.DISPOSING:
            raise RuntimeError(f"scope {self.name!r} has ended, nothing can be streamed in it")
        context = own_context()
        iterable = context.run(source, *args, **kwargs)
        return Stream(Core([(iterable, context)], exhaustive=True, scope=self))

    def stream_began(self, stream: Core) -> None:
        self._streams[stream] = None

    def stream_ended(self, stream: Core, errors: list[BaseException]) -> None:
        self._streams.pop(stream, None)
        self._stream_errors += errors
        self._bell.ring()

    def _child_ended(self, child: Handle, error: BaseException | None) -> None:
        self._children.pop(child, None)
        if error is not None:
            self._failures.append(error)
            self._fail()
        self._bell.ring()

    def _fail(self) -> None:
        # The host is suspended now, in the body or while a resource is entered, so the request
        # arrives there. Once it has reached the exit, no request is needed.
        if self._failing or self._phase > _Phase.OPEN or self._host is None:
            return
        self._failing = True
        for child in list(self._children):
            child.ask_to_stop()
        self._stopped_host = self._host.cancel()

    # Exiting

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        try:
            await self._leave(error)
        finally:
            del error

    async def _leave(self, error: BaseException | None) -> None:
        """End everything; raise what leaves instead of `error`, or return if `error` leaves."""
        self._phase = _Phase.DRAINING
        leaver = current_task()
        if leaver is not self._host:
            self._requests_before = 0 if leaver is None else leaver.cancelling()
        if self._stopped_host and self._host is not None:
            self._host.uncancel()
        try:
            request = await self._drain()
            self._phase = _Phase.DISPOSING
            group = self._group_of_failures(error)
            errors: list[BaseException] = []
            while self._entered:
                about_to_leave = (error if group is None else group, request, *errors)
                leaving = next((each for each in about_to_leave if each is not None), None)
                asked, trouble = await self._exit_resource(self._entered.pop(), leaving, leaver)
                request = asked if request is None else request
                if trouble is not None:
                    errors.append(trouble)
            if errors and group is not None:
                group = self._grouped([*group.exceptions, *errors], error)
            if group is not None:
                await self._raise_failures(group, error, request, leaver)
            if errors:
                trouble = together(f"resources of scope {self.name!r}", errors)
                if self._has_arrived(error, request, leaver):
                    raise cancelled_because_of(request, trouble)
                raise_as_it_is(trouble)
            if request is not None and not isinstance(error, CancelledError):
                raise request
        finally:
            self._phase = _Phase.CLOSED
            self._failures, self._stream_errors = [], []
            HERE.set(self._outside)
            group = error = request = trouble = leaving = asked = about_to_leave = None
            errors = []

    async def _drain(self) -> CancelledError | None:
        """Cancel the tasks, await them, and close the streams, until nothing is left.

        The streams come last, since the clean-up of a task may still read one. The clean-up of a
        generator may spawn or stream again, so this is repeated.
        """
        first: CancelledError | None = None
        while self._children or self._streams:
            for child in list(self._children):
                child.ask_to_stop()
            request = await outlast(self._bell, lambda: not self._children)
            first = request if first is None else first
            closing = list(self._streams)
            for stream in closing:
                stream.begin_close()
            request = await outlast(
                self._bell, lambda closing=closing: self._streams.keys().isdisjoint(closing)
            )
            first = request if first is None else first
        return first

    async def _exit_resource(
        self, resource: Any, leaving: BaseException | None, leaver: Task[Any] | None
    ) -> tuple[CancelledError | None, BaseException | None]:
        """Return the CancelledError that arrived meanwhile, and the error of the resource.

        A resource cannot suppress anything: the result of its exit is ignored.
        """
        request: CancelledError | None = None
        trouble: BaseException | None = None
        try:
            await type(resource).__aexit__(
                resource,
                None if leaving is None else type(leaving),
                leaving,
                None if leaving is None else leaving.__traceback__,
            )
        except CancelledError as stopped:
            if leaver is not None and leaver.cancelling() > self._requests_before:
                request = stopped
            elif stopped is not leaving:
                trouble = stopped
        except BaseException as raised:  # noqa: BLE001 - kept, and raised later
            if raised is not leaving:
                trouble = raised
        drained = await self._drain()
        try:
            return (drained if request is None else request), trouble
        finally:
            del leaving, trouble, request, drained

    def _group_of_failures(self, error: BaseException | None) -> BaseExceptionGroup[Any] | None:
        failures = list(self._failures)
        if failures or error is None:
            failures += self._stream_errors
        if not failures:
            return None
        if error is not None and not isinstance(error, CancelledError):
            failures.append(error)
        return self._grouped(failures, error)

    def _grouped(
        self, errors: list[BaseException], error: BaseException | None
    ) -> BaseExceptionGroup[Any]:
        distinct = list({id(each): each for each in errors}.values())
        group = BaseExceptionGroup(f"failures in scope {self.name!r}", distinct)
        # A CancelledError that was raised without a request, or one that carries failures from
        # within, must not be lost either.
        if isinstance(error, CancelledError) and (error.__cause__ or not self._stopped_host):
            group.__cause__ = error
        return group

    async def _raise_failures(
        self,
        group: BaseExceptionGroup[Any],
        error: BaseException | None,
        request: CancelledError | None,
        leaver: Task[Any] | None,
    ) -> None:
        """Raise failures as they are, or as the cause of a CancelledError if there is one."""
        requests = 0 if leaver is None else leaver.cancelling()
        try:
            if requests <= self._requests_before and not self._has_arrived(error, request, leaver):
                raise group
            try:
                await sleep(0)  # a request that has not arrived yet does so here
            except CancelledError as late:
                request = late if request is None else request
            raise cancelled_because_of(request, group)
        finally:
            del group, error, request

    def _has_arrived(
        self,
        error: BaseException | None,
        request: CancelledError | None,
        leaver: Task[Any] | None,
    ) -> bool:
        """Return True if the body was cancelled by other code than the scope itself."""
        if leaver is None or not leaver.cancelling():
            return False
        sent = isinstance(error, CancelledError) and (
            not self._stopped_host or leaver.cancelling() > self._requests_before
        )
        return sent or request is not None
