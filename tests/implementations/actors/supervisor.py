"""A scope's supervisor: the actor that creates and cancels its tasks, and collects failures."""

import asyncio
import inspect
from asyncio import CancelledError, Future, Task
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from actors.actor import Actor
from actors.handle import Handle
from actors.surroundings import own_context
from actors.tasks import start
from actors.ways import Ways

__all__ = ("Supervisor",)


class Supervisor(Actor):
    """The supervisor of one scope.

    Attributes:
        up: Set once it runs.
        failures: The exceptions that ended tasks, and that no awaiter has received.
        stopped_body: True if it has cancelled the body.
    """

    def __init__(self, ways: Ways, scope_name: str, body: Task[Any]) -> None:
        super().__init__(ways)
        self._ways, self._scope_name, self._body = ways, scope_name, body
        self.up = asyncio.Event()
        self.failures: list[BaseException] = []
        self.stopped_body = False
        self._handles: dict[Future[Any], Handle] = {}
        self._awaited: list[Handle] = []  # failed tasks whose failure an awaiter may still receive
        self._exiting = self._stopping = self._over = False

    def spawn(
        self,
        work: Callable[[], Any],
        *,
        quiet: bool = False,
        stop: Callable[[], object] | None = None,
    ) -> Handle:
        """Have a task created; for the arguments see `Handle`."""
        if self._over or (self._ways.refuse_late and self._stopping and not quiet):
            raise RuntimeError(f"scope {self._scope_name!r} takes no more tasks")
        context = own_context()
        if self._ways.call_at_spawn and not quiet:
            made = context.run(work)
            work = lambda: made  # noqa: E731
        handle = Handle(asyncio.get_running_loop(), work, context, quiet=quiet, stop=stop)
        self.tell(self._make, handle)
        return handle

    def exit(self) -> None:
        """Stop, since the body has ended."""
        self._exiting = True
        self.tell(self._stop)

    def request(self) -> None:
        """Handle a cancellation that arrives in the scope's exit."""
        if not self._ways.hold_requests:
            self.tell(self._cancel_tasks)

    async def run(self) -> None:
        self.up.set()
        await super().run()
        self._over = True
        for each in self._awaited:
            if each.failure is not None and not each.delivered:
                self.failures.append(each.failure)

    def interrupted(self) -> None:
        """Go on: only the scope ends its supervisor."""

    def is_finished(self) -> bool:
        return self._exiting and self._stopping and not self._handles

    def _make(self, handle: Handle) -> None:
        try:
            coroutine = _coroutine(handle)
        except CancelledError:
            handle.settle_cancelled()
            return
        except BaseException as error:  # noqa: BLE001 - the failure of the task
            handle.settle_failed(error)
            self._failed(handle)
            return
        if handle.stop is None and (self._stopping or handle.requested):
            coroutine.close()
            handle.settle_cancelled()
            return
        task = handle.task = start(coroutine, handle.context)
        self._handles[task] = handle
        task.add_done_callback(partial(self._ended, handle, self._ways.lag))
        if handle.requested:  # by the task itself, which began eagerly
            task.cancel()
        elif self._stopping:
            handle.ask_to_stop()

    def _stop(self) -> None:
        if self._stopping:
            return
        self._stopping = True
        steps = [self._cancel_body, self._cancel_tasks]
        for step in reversed(steps) if self._ways.reverse else steps:
            step()

    def _cancel_body(self) -> None:
        if not self._exiting and not self._body.done():
            self.stopped_body = True
            self._body.cancel()

    def _cancel_tasks(self) -> None:
        handles = list(self._handles.values())
        for handle in reversed(handles) if self._ways.reverse else handles:
            handle.ask_to_stop()

    def _ended(self, handle: Handle, lag: int, task: Future[Any]) -> None:
        if lag:
            loop = asyncio.get_running_loop()
            loop.call_soon(self._ended, handle, lag - 1, task)
            return
        handle.settle(task)
        if handle.failure is not None and not handle.quiet:
            self._failed(handle)
        self.tell(self._handles.pop, task)

    def _failed(self, handle: Handle) -> None:
        if handle.awaiters and not self._ways.awaited_fails:
            handle.on_undelivered = self._undelivered
            self._awaited.append(handle)
        else:
            self.tell(self._fail, handle.failure)

    def _undelivered(self, handle: Handle) -> None:
        if not self._over and handle in self._awaited:
            self._awaited.remove(handle)
            self.tell(self._fail, handle.failure)

    def _fail(self, failure: BaseException) -> None:
        self.failures.append(failure)
        self._stop()


def _coroutine(handle: Handle) -> Any:
    made = handle.context.run(handle.work)
    if inspect.iscoroutine(made):
        return made
    if inspect.isawaitable(made):
        return _result(made)
    raise TypeError(f"{handle.work!r} gave nothing to await")


async def _result(awaitable: Awaitable[Any]) -> Any:
    return await awaitable
