"""A scope with a task set of its own, for `own_task_set`.

A failure that an awaiter got is dealt with. What is spawned late is taken, cancelled and awaited.
Of a request and failures that meet, the CancelledError leaves. Every request that arrives in an
exit is passed on to the tasks. Resources are entered, and exited, all at once, each in a task of
its own; requests do not reach their exits, and they may suppress the body's error.
State of one type given twice is an error.
"""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import Generator, Iterable
from contextvars import Context, ContextVar
from typing import Any

__all__ = ("Scope", "current")


class _Task(Task[Any]):
    """A task that knows whether somebody got its failure.

    Attributes:
        awaiters: How many await it now. Who waits in another way than by `await` does not count.
        handled: Whether one of them got its failure.
        fatal: Whether its failure has stopped the scope.
    """

    scope: "Scope | None" = None
    failure: BaseException | None = None
    awaiters = 0
    handled = fatal = False

    def __await__(self) -> Generator[Any, None, Any]:  # type: ignore[override]
        self.awaiters += 1
        try:
            return (yield from super().__await__())
        except BaseException as error:
            self.handled = self.handled or (self.done() and _end_of(self) is error)
            raise
        finally:
            self.awaiters -= 1
            if self.scope is not None:
                self.scope.consider(self)


class Scope:
    """A scope; `name` and `over`, whether it takes no more tasks, are for its adapter."""

    def __init__(
        self, adapter: Any, name: str, state: Iterable[Any], resources: Iterable[Any]
    ) -> None:
        self.name, self.over = name, False
        self._adapter, self._resources = adapter, list(resources)
        self._given = list(state)
        self._state = {type(each): each for each in self._given}
        self._tasks: dict[_Task, None] = {}
        self._failed: list[_Task] = []
        self._entered: list[Any] = []
        self._host: Task[Any] | None = None
        self._used = self._stopping = self._exiting = self._interrupted = False

    def start(self, coroutine: Any, context: Context) -> _Task:
        loop = asyncio.get_running_loop()
        task = _Task(coroutine, loop=loop, context=context, eager_start=self._adapter.eager)
        task.scope = self
        self._tasks[task] = None
        task.add_done_callback(self._ended)
        if self._stopping:
            task.cancel()
        return task

    def _ended(self, task: Any) -> None:
        self._tasks.pop(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            task.failure = failure
            self._failed.append(task)
            self.consider(task)

    def consider(self, task: _Task) -> None:
        """Fail because of a task, unless somebody has got its failure or is about to."""
        if task.failure is None or task.handled or task.awaiters:
            return
        if self._adapter.fails_fast and not self._stopping:
            task.fatal = True
            self._stop()
            self._interrupted = self._host is not None and self._host.cancel()

    def _stop(self) -> None:
        if not self._stopping:
            self._stopping = True
            for task in list(self._tasks):
                task.cancel()

    async def __aenter__(self) -> None:
        if self._used:
            raise RuntimeError(f"scope {self.name} can be entered only once")
        self._used = True
        if len(self._state) < len(self._given):
            raise RuntimeError(f"scope {self.name} is given a type of state twice")
        self._host = asyncio.current_task()
        self._requests = self._host.cancelling() if self._host else 0
        self._outer = current.get()
        state = {**(self._outer or (None, {}))[1], **self._state}
        current.set((self, state))
        entering = [asyncio.ensure_future(each.__aenter__()) for each in self._resources]
        asked = await _all(entering, first_error=True)
        for resource, task in zip(self._resources, entering, strict=True):
            if _end_of(task) is None:
                self._entered.append(resource)
                given = task.result()
                several = [given] if isinstance(given, self._adapter.State) else given or ()
                state = {**state, **{type(each): each for each in several}}
        ends = [end for each in entering if (end := _end_of(each)) is not None]
        if asked is None and not ends:
            current.set((self, state))
            return
        errors, cancelled = _apart(ends)
        leaving = self._leaving(errors, asked or (None if errors else cancelled), grouped=False)
        assert leaving is not None
        await self.__aexit__(type(leaving), leaving, None)
        raise leaving

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: object
    ) -> bool:
        if self._exiting or not self._used:
            raise RuntimeError(f"scope {self.name} is not entered")
        self._exiting = True
        self._stop()
        asked = None
        while self._tasks:
            arrived = await _all(list(self._tasks), pass_on=True)
            asked = asked or arrived
        self.over = True
        exits = [asyncio.ensure_future(each.__aexit__(kind, error, None)) for each in self._entered]
        arrived = await _all(exits)
        current.set(self._outer)
        request = error if isinstance(error, CancelledError) else None
        lost = None
        if self._interrupted and self._host is not None:
            still_asked = self._host.uncancel() > self._requests
            if request is not None and not still_asked:
                # It was this scope that asked; what an inner one failed with goes on all the same.
                lost, request = request.__cause__, None
        unhandled = [each.failure for each in self._failed if each.fatal or not each.handled]
        body = None if isinstance(error, CancelledError) else error
        problems, cancelled = _apart([end for each in exits if (end := _end_of(each)) is not None])
        errors = [each for each in (*unhandled, body, lost, *problems) if each is not None]
        leaving = self._leaving(
            errors, request or asked or arrived or cancelled, grouped=bool(unhandled)
        )
        self._host = None
        self._failed.clear()
        if leaving is not None and leaving is not error:
            raise leaving
        # A resource may suppress what the body alone raised.
        return isinstance(error, Exception) and any(
            _end_of(each) is None and each.result() for each in exits
        )

    def _leaving(
        self, errors: list[BaseException], request: CancelledError | None, *, grouped: bool
    ) -> BaseException | None:
        if request is not None and request.__cause__ is not None and errors:
            errors = [*errors, request.__cause__]  # it came with failures of an inner scope
        if not errors:
            return request
        unique = list({id(each): each for each in errors}.values())
        alone = len(unique) == 1 and not grouped
        leaving = unique[0] if alone else self._adapter.shaped(self.name, unique)
        if request is None:
            return leaving
        request.__cause__ = leaving
        return request


async def _all(
    tasks: list[Any], *, first_error: bool = False, pass_on: bool = False
) -> CancelledError | None:
    """Wait for tasks; tell of the first request that arrived meanwhile."""
    asked: CancelledError | None = None
    stopped = False
    waiting = bool(tasks)
    while waiting:  # once at least: the callbacks of tasks that are done have to run
        stop = first_error and not stopped
        until = asyncio.FIRST_EXCEPTION if stop else asyncio.ALL_COMPLETED
        try:
            await asyncio.wait(tasks, return_when=until)
        except CancelledError as error:
            asked = asked or error
            stop = first_error or pass_on
        if stop:
            stopped = True
            for each in tasks:
                each.cancel()
        waiting = not all(each.done() for each in tasks)
    return asked


def _end_of(task: Any) -> BaseException | None:
    try:
        return task.exception()
    except CancelledError as error:
        return error


def _apart(ends: list[BaseException]) -> tuple[list[BaseException], CancelledError | None]:
    """Errors, and the first CancelledError."""
    cancelled = [each for each in ends if isinstance(each, CancelledError)]
    errors = [each for each in ends if not isinstance(each, CancelledError)]
    return errors, cancelled[0] if cancelled else None


current: ContextVar[tuple[Scope | None, dict[type, Any]] | None] = ContextVar(
    "current", default=None
)
