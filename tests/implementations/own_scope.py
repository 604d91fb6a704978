"""The scope of `own_task_set`, which keeps a set of its tasks.

- A failure that an awaiter has received counts as handled.
- Tasks that are spawned while the scope exits are accepted, cancelled and awaited.
- If a cancellation meets failures, the CancelledError leaves the scope, caused by the failures.
- Every cancellation of the exiting task is passed on to the tasks of the scope.
- Resources are entered concurrently, and exited concurrently, each in a task of its own. Their
  exits are shielded from cancellation, and may suppress the body's error.
- Two values of state of the same type are an error.
"""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import Generator, Iterable
from contextvars import Context, ContextVar
from typing import Any

__all__ = ("Scope", "current")


class _Task(Task[Any]):
    """A task that knows whether an awaiter has received its failure.

    Attributes:
        awaiters: The number of tasks that await it now; other ways of waiting do not count.
        handled: True if one of them has received its failure.
        fatal: True if its failure has stopped the scope.
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
    """A scope.

    Attributes:
        name: The name that it was given.
        over: True once it accepts no more tasks.
    """

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
        """Fail because of a task, unless an awaiter has received its failure or is about to."""
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
        # A request that is pending arrives in the body, perhaps together with one of this scope.
        pending = getattr(self._host, "_must_cancel", False)
        self._requests = self._host.cancelling() - pending if self._host else 0
        self._outer = current.get()
        state = {**(self._outer or (None, {}))[1], **self._state}
        current.set((self, state))
        entering = [asyncio.ensure_future(each.__aenter__()) for each in self._resources]
        asked = await _all(entering, first_error=True)
        unusable: list[BaseException] = []
        for resource, task in zip(self._resources, entering, strict=True):
            if _end_of(task) is None:
                self._entered.append(resource)
                given = task.result()
                several = [given] if isinstance(given, self._adapter.State) else given or ()
                try:
                    state = {**state, **{type(each): each for each in several}}
                except Exception as error:  # noqa: BLE001 - the resource was entered, and is exited
                    unusable.append(error)
        ends = [*unusable, *(end for each in entering if (end := _end_of(each)) is not None)]
        if asked is None and not ends:
            current.set((self, state))
            return
        errors, cancelled = _apart(ends)
        leaving = self._leaving(errors, asked or (None if errors else cancelled), grouped=False)
        assert leaving is not None
        await self.__aexit__(type(leaving), leaving, None)
        raise leaving

    async def __aexit__(self, _: object, error: BaseException | None, __: object) -> bool:
        if self._exiting or not self._used:
            raise RuntimeError(f"scope {self.name} is not entered")
        self._exiting = True
        self._stop()
        asked = None
        while self._tasks:
            arrived = await _all(list(self._tasks), pass_on=True)
            asked = asked or arrived
        self.over = True
        request = error if isinstance(error, CancelledError) else None
        lost = None
        if self._interrupted and self._host is not None:
            still_asked = self._host.uncancel() > self._requests
            if request is not None and not still_asked:
                # This scope itself cancelled the body; the failures of an inner scope still count.
                lost, request = request.__cause__, None
        unhandled = [each.failure for each in self._failed if each.fatal or not each.handled]
        body = None if isinstance(error, CancelledError) else error
        told = next((it for it in (*unhandled, body, lost, request, asked) if it is not None), None)
        kind = None if told is None else type(told)
        exits = [asyncio.ensure_future(each.__aexit__(kind, told, None)) for each in self._entered]
        arrived = await _all(exits)
        current.set(self._outer)
        problems, cancelled = _apart([end for each in exits if (end := _end_of(each)) is not None])
        errors = [each for each in (*unhandled, body, lost, *problems) if each is not None]
        leaving = self._leaving(
            errors, request or asked or arrived or cancelled, grouped=bool(unhandled)
        )
        self._host = None
        self._failed.clear()
        if leaving is not None and leaving is not error:
            raise leaving
        # A resource may suppress an error of the body if nothing else failed.
        return isinstance(error, Exception) and any(
            _end_of(each) is None and each.result() for each in exits
        )

    def _leaving(
        self, errors: list[BaseException], request: CancelledError | None, *, grouped: bool
    ) -> BaseException | None:
        if request is not None and request.__cause__ is not None and errors:
            errors = [
                *errors,
                request.__cause__,
            ]  # failures of an inner scope that the CancelledError carries
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
    """Wait for tasks, and return the first CancelledError that arrived meanwhile."""
    asked: CancelledError | None = None
    stopped = False
    waiting = bool(tasks)
    while waiting:  # at least once, so that the callbacks of finished tasks run
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
    """Separate the errors from the first CancelledError."""
    cancelled = [each for each in ends if isinstance(each, CancelledError)]
    errors = [each for each in ends if not isinstance(each, CancelledError)]
    return errors, cancelled[0] if cancelled else None


current: ContextVar[tuple[Scope | None, dict[type, Any]] | None] = ContextVar(
    "current", default=None
)
