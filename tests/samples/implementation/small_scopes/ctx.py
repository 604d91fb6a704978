"""A scope runs tasks, and cancels and awaits those that are left when its body has ended."""

import asyncio
from contextlib import asynccontextmanager
from contextvars import ContextVar

_current = ContextVar("small_scopes", default=None)


class _Scope:
    def __init__(self, name):
        self.name = name
        self.group = asyncio.TaskGroup()
        self.tasks = set()
        self.failing = self.closing = False

    def ended(self, task):
        self.tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.failing = True  # the group cancels the others

    def close(self):
        self.closing = True
        if not self.failing:
            for task in tuple(self.tasks):
                task.cancel()


@asynccontextmanager
async def scope(name, /):
    """Enter a scope."""
    here = _Scope(name)
    outer = _current.get()
    body = leaving = None
    try:
        async with here.group:
            _current.set(here)
            try:
                yield
            except BaseException as error:
                body = error
                raise
            finally:
                here.close()
                _current.set(outer)
    except BaseException as error:
        leaving = error
        # A task group wraps an error of the body, even if no task has failed.
        if body is not None and [*map(id, getattr(error, "exceptions", ()))] == [id(body)]:
            leaving = body
    # Raised out here, where no other exception becomes its context.
    if leaving is not None:
        raise leaving


def spawn(function, /, *args, **kwargs):
    """Start a task in the current scope."""
    here = _current.get()
    if here is None or here.closing:
        raise RuntimeError("there is no scope that takes tasks")
    coroutine = function(*args, **kwargs)
    try:
        task = here.group.create_task(coroutine)
    except BaseException:
        coroutine.close()
        raise
    here.tasks.add(task)
    task.add_done_callback(here.ended)
    return task


def cancel():
    """Cancel the current task."""
    asyncio.current_task().cancel()


def check_cancellation():
    """Raise CancelledError if the current task was asked to stop."""
    if asyncio.current_task().cancelling():
        raise asyncio.CancelledError
