"""The handle that `spawn` returns."""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import Callable
from typing import Any

from .errors import error_of

__all__ = ("Handle",)


class Handle(asyncio.Future[Any]):
    """A future that the supervisor settles with the outcome of a spawned function."""

    def __init__(self, failed: Callable[[BaseException], None]) -> None:
        super().__init__(loop=asyncio.get_running_loop())
        self._failed = failed
        self._task: Task[Any] | None = None
        self._requests: list[Any] = []

    def cancel(self, msg: Any = None) -> bool:
        """Request that the function ends.

        Returns:
            Whether the request was made in time, as for a task: who awaits the handle and is
            cancelled has to know.
        """
        if self.done():
            return False
        if self._task is not None:
            return self._task.cancel(msg)
        self._requests.append(msg)
        return True

    def begun(self, task: Task[Any]) -> None:
        """Take the task that the function runs in."""
        self._task = task
        for message in self._requests:
            task.cancel(message)

    def stop(self) -> None:
        """Request that the function ends, for its scope."""
        if self._task is not None:
            self._task.cancel()

    def ended(self, task: Task[Any]) -> None:
        """Settle the future."""
        self._task = None
        error = error_of(task)
        if error is None:
            self.set_result(task.result())
        elif isinstance(error, CancelledError):
            super().cancel(*error.args[:1])
        else:
            self.set_exception(error)
            self.exception()  # It surfaces from the scope, so nobody has to await it.
            self._failed(error)
