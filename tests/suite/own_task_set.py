"""Scopes with a task set of their own, which go the other way wherever the specification lets them.

Nothing is shared with the reference but its `State`. A failure that an awaiter got is dealt with.
What is spawned late is taken, cancelled and awaited. Of a request and failures that meet, the
CancelledError leaves. Every request that arrives in an exit is passed on to the tasks. Variables
are those of the task, whatever scopes it enters. Resources are entered, and exited, all at once,
each in a task of its own; requests do not reach their exits.
"""

import asyncio
import logging
from asyncio import CancelledError, Task
from collections.abc import Generator, Iterable
from contextvars import Context, ContextVar, copy_context
from typing import Any

import haiway_reference
from haiway_conformance.adapter import Adapter


class OwnTaskSet(Adapter):
    """Scopes with a task set of their own."""

    name, version = "own task set", "1"
    State = haiway_reference.State
    fails_fast = True

    def scope(self, name: str, /, *state: Any, disposables: Iterable[Any] | None = None) -> Any:
        return _Scope(self, name, state, disposables or ())

    def spawn(self, function: Any, /, *arguments: Any, **keywords: Any) -> Any:
        scope, _ = _current.get()
        if scope is None or scope.over:
            raise RuntimeError("no scope takes tasks here")
        context: Context = copy_context()
        context.run(_variables.set, {})
        return scope.start(context.run(function, *arguments, **keywords), context)

    def cancel(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()

    def check_cancellation(self) -> None:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise CancelledError

    def state(self, kind: Any, /, default: Any = None) -> Any:
        found = _current.get()[1].get(kind)
        return found if found is not None else default if default is not None else kind()

    def variable(self, wanted: Any, /, *, default: Any = None) -> Any:
        if isinstance(wanted, type):
            return _variables.get().get(wanted, default)
        _variables.set({**_variables.get(), type(wanted): wanted})
        return None

    def log_info(self, message: str, /, *arguments: Any, exception: Any = None) -> None:
        scope, _ = _current.get()
        info = None if exception is None else (type(exception), exception, exception.__traceback__)
        logging.getLogger(scope and scope.name).info(message, *arguments, exc_info=info)

    log_error = log_warning = log_debug = log_info

    def shaped(self, name: str, errors: list[BaseException]) -> BaseException:
        """What leaves a scope for several errors, or for any number of failed tasks."""
        return BaseExceptionGroup(name, errors)


class EagerOwnTaskSet(OwnTaskSet):
    """The same, where every task begins as soon as it is made."""

    name = "eager own task set"
    task_factory = staticmethod(asyncio.eager_task_factory)


class LaxTaskSet(OwnTaskSet):
    """The same without two things that are SHOULD: failing fast, and groups."""

    name = "lax task set"
    fails_fast = False

    def shaped(self, name: str, errors: list[BaseException]) -> BaseException:
        failed = RuntimeError(f"scope {name} failed")
        failed.__cause__ = errors[0] if len(errors) == 1 else BaseExceptionGroup(name, errors)
        return failed


class _Task(Task[Any]):
    scope: "_Scope | None" = None
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


class _Scope:
    def __init__(
        self, adapter: OwnTaskSet, name: str, state: Iterable[Any], resources: Iterable[Any]
    ) -> None:
        self.adapter, self.name, self.resources = adapter, name, list(resources)
        self.state = {type(each): each for each in state}
        self.tasks: dict[_Task, None] = {}
        self.failed: list[_Task] = []
        self.entered: list[Any] = []
        self.host: Task[Any] | None = None
        self.used = self.stopping = self.exiting = self.over = self.interrupted = False

    def start(self, coroutine: Any, context: Context) -> _Task:
        loop = asyncio.get_running_loop()
        eager = self.adapter.task_factory is not None
        task = _Task(coroutine, loop=loop, context=context, eager_start=eager)
        task.scope = self
        self.tasks[task] = None
        task.add_done_callback(self._ended)
        if self.stopping:
            task.cancel()
        return task

    def _ended(self, task: Any) -> None:
        self.tasks.pop(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            task.failure = failure
            self.failed.append(task)
            self.consider(task)

    def consider(self, task: _Task) -> None:
        """Fail because of a task, unless somebody has got its failure or is about to."""
        if task.failure is None or task.handled or task.awaiters:
            return
        if self.adapter.fails_fast and not self.stopping:
            task.fatal = True
            self._stop()
            self.interrupted = self.host is not None and self.host.cancel()

    def _stop(self) -> None:
        if not self.stopping:
            self.stopping = True
            for task in list(self.tasks):
                task.cancel()

    async def __aenter__(self) -> None:
        if self.used:
            raise RuntimeError(f"scope {self.name} can be entered only once")
        self.used = True
        self.host = asyncio.current_task()
        self.requests = self.host.cancelling() if self.host else 0
        self.outer = _current.get()
        state = {**self.outer[1], **self.state}
        _current.set((self, state))
        entering = [asyncio.ensure_future(each.__aenter__()) for each in self.resources]
        asked = await _all(entering, first_error=True)
        ends = [_end_of(each) for each in entering]
        for resource, task, end in zip(self.resources, entering, ends, strict=True):
            if end is None:
                self.entered.append(resource)
                given = task.result()
                several = [given] if isinstance(given, OwnTaskSet.State) else given or ()
                state = {**state, **{type(each): each for each in several}}
        errors = [end for end in ends if end is not None and not isinstance(end, CancelledError)]
        error = (
            (errors[0] if len(errors) == 1 else self.adapter.shaped(self.name, errors))
            if errors
            else None
        )
        leaving = asked or error or next((end for end in ends if end is not None), None)
        if leaving is None:
            _current.set((self, state))
            return
        if asked is not None:
            asked.__cause__ = error
        await self.__aexit__(type(leaving), leaving, None)
        raise leaving

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: object
    ) -> None:
        if self.exiting or not self.used:
            raise RuntimeError(f"scope {self.name} is not entered")
        self.exiting = True
        asked = None
        self._stop()
        while self.tasks:
            asked = await _all(list(self.tasks), pass_on=True) or asked
        self.over = True
        exits = [asyncio.ensure_future(each.__aexit__(kind, error, None)) for each in self.entered]
        asked = await _all(exits) or asked
        _current.set(self.outer)
        request = error if isinstance(error, CancelledError) else None
        errors = [
            t.failure for t in self.failed if t.failure is not None and (t.fatal or not t.handled)
        ]
        lost = None
        if self.interrupted and self.host is not None:
            still_asked = self.host.uncancel() > self.requests
            if request is not None and not still_asked:
                # It was this scope that asked; what an inner one failed with goes on all the same.
                lost, request = request.__cause__, None
        errors += [error] if error is not None and not isinstance(error, CancelledError) else []
        grouped = any(error is not each for each in errors)
        ends = [end for each in exits if (end := _end_of(each)) is not None]
        errors += [
            *([lost] if lost else []),
            *(e for e in ends if not isinstance(e, CancelledError)),
        ]
        request = request or asked or next((e for e in ends if isinstance(e, CancelledError)), None)
        leaving = self._leaving(errors, request, grouped=grouped)
        self.host = None
        self.failed.clear()
        if leaving is not None and leaving is not error:
            raise leaving

    def _leaving(
        self, errors: list[BaseException], request: CancelledError | None, *, grouped: bool
    ) -> BaseException | None:
        if request is not None and request.__cause__ is not None and errors:
            errors = [*errors, request.__cause__]  # it came with failures of an inner scope
        if not errors:
            return request
        unique = list({id(each): each for each in errors}.values())
        alone = len(unique) == 1 and not grouped
        leaving = unique[0] if alone else self.adapter.shaped(self.name, unique)
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
        first = first_error and not stopped
        try:
            await asyncio.wait(
                tasks, return_when=asyncio.FIRST_EXCEPTION if first else asyncio.ALL_COMPLETED
            )
        except CancelledError as error:
            asked = asked or error
            first = first_error or pass_on
        if first:
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


type _Here = tuple[_Scope | None, dict[type, Any]]

_current: ContextVar[_Here] = ContextVar("current", default=(None, {}))
_variables: ContextVar[dict[type, Any]] = ContextVar("variables", default={})  # noqa: B039
