"""Scopes made of `asyncio.TaskGroup`, with none of the helpers or streams.

A resource belongs to its scope, but the scope is current only in the body, so that tasks spawned
by a resource belong to the outer scope. Tasks spawned while a scope exits are refused. An error of
the body alone is taken out of the group that a TaskGroup puts around it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from contextvars import Context, ContextVar, copy_context
from dataclasses import dataclass, field
from typing import Any

import haiway_reference
from haiway_conformance.adapter import Adapter

__all__ = ("TaskGroups",)


@dataclass
class _Surroundings:
    name: str
    state: dict[type, Any]
    group: asyncio.TaskGroup
    tasks: set[Any] = field(default_factory=set)
    failing: bool = False
    closing: bool = False

    def ended(self, task: asyncio.Task[Any]) -> None:
        """Forget a task, and note whether the group is failing because of it."""
        self.tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.failing = True


_current: ContextVar[_Surroundings | None] = ContextVar("current", default=None)
_variables: ContextVar[dict[type, Any] | None] = ContextVar("variables", default=None)


class TaskGroups(Adapter):
    """Scopes made of `asyncio.TaskGroup`; the capabilities beyond scopes and tasks are missing."""

    name, version = "task groups", "1"
    State = haiway_reference.State

    def scope(self, name: str, /, *state: Any, disposables: Iterable[Any] | None = None) -> Any:
        return _scope(name, state, disposables or ())

    def spawn(self, function: Any, /, *arguments: Any, **keywords: Any) -> Any:
        here = _current.get()
        if here is None or here.closing:
            raise RuntimeError("no scope takes tasks here")
        context: Context = copy_context()
        context.run(_variables.set, None)
        coroutine = function(*arguments, **keywords)
        try:
            task = here.group.create_task(coroutine, context=context)
        except BaseException:
            coroutine.close()
            raise
        here.tasks.add(task)
        task.add_done_callback(here.ended)
        return task

    def cancel(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()

    def check_cancellation(self) -> None:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError

    def state(self, kind: Any, /, default: Any = None) -> Any:
        here = _current.get()
        found = here.state.get(kind) if here else None
        return found if found is not None else default if default is not None else kind()

    def variable(self, wanted: Any, /, *, default: Any = None) -> Any:
        values = _variables.get() or {}
        if isinstance(wanted, type):
            return values.get(wanted, default)
        _variables.set({**values, type(wanted): wanted})
        return None

    def log_info(self, message: str, /, *arguments: Any, exception: Any = None) -> None:
        here = _current.get()
        attached = (
            None if exception is None else (type(exception), exception, exception.__traceback__)
        )
        logging.getLogger(here.name if here else None).info(message, *arguments, exc_info=attached)

    log_error = log_warning = log_debug = log_info


@asynccontextmanager
async def _scope(
    name: str, state: tuple[Any, ...], resources: Iterable[Any]
) -> AsyncIterator[None]:
    outer, variables = _current.get(), _variables.get()
    here = _Surroundings(name, dict(outer.state) if outer else {}, asyncio.TaskGroup())
    entered: list[Any] = []
    error: BaseException | None = None
    body: BaseException | None = None
    try:
        for resource in resources:
            given = await resource.__aenter__()
            entered.append(resource)
            if given is not None:
                each = [given] if isinstance(given, TaskGroups.State) else given
                here.state.update({type(one): one for one in each})
        here.state.update({type(one): one for one in state})
        async with here.group:
            _current.set(here)
            _variables.set(None)
            try:
                yield
            except BaseException as raised:
                body = raised
                raise
            finally:
                here.closing = True
                if not here.failing:  # otherwise the group has asked them
                    for task in tuple(here.tasks):
                        task.cancel()
                _current.set(outer)
                _variables.set(variables)
    except BaseException as caught:  # noqa: BLE001 - raised below, with what else went wrong
        error = _without_group(caught, body)
    problems = [problem for resource in reversed(entered) if (problem := await _left(resource))]
    if not problems:
        if error is not None:
            raise error
    elif error is None and (
        len(problems) == 1 or all(isinstance(each, asyncio.CancelledError) for each in problems)
    ):
        raise problems[0]
    elif isinstance(error, asyncio.CancelledError):
        raise error from problems[0]
    else:
        raise BaseExceptionGroup(name, [*([error] if error else []), *problems])


def _without_group(error: BaseException, body: BaseException | None) -> BaseException:
    """Return the body's own error without the group that asyncio puts around it."""
    alone = isinstance(error, BaseExceptionGroup) and [*map(id, error.exceptions)] == [id(body)]
    return body if alone and body is not None else error


async def _left(resource: Any) -> BaseException | None:
    try:
        await resource.__aexit__(None, None, None)
    except BaseException as error:  # noqa: BLE001 - all of them are raised in the end
        return error
    return None
