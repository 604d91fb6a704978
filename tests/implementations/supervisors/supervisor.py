"""The task that starts, cancels and awaits everything under a scope or a helper."""

import asyncio
from asyncio import CancelledError, Task
from collections.abc import Callable, Coroutine
from contextvars import Context
from dataclasses import dataclass
from typing import Any, Protocol

__all__ = ("Child", "Supervisor")

# The event loop refers to its tasks weakly.
_running: set[Task[None]] = set()


class Child(Protocol):
    """Something that runs in a task of its own under a supervisor."""

    def begun(self, task: Task[Any], /) -> None:
        """Take the task that it runs in."""
        ...

    def stop(self) -> None:
        """Request that it ends. Called at most once, after `begun`."""
        ...

    def ended(self, task: Task[Any], /) -> None:
        """Take the outcome. Called once, with the task, which has ended."""
        ...


@dataclass(frozen=True, slots=True)
class _Start:
    coroutine: Coroutine[Any, Any, Any]
    context: Context
    child: Child
    last: bool


@dataclass(frozen=True, slots=True)
class _CancelAll:
    pass


@dataclass(frozen=True, slots=True)
class _Finish:
    pass


@dataclass(frozen=True, slots=True)
class _Ended:
    task: Task[Any]


type _Command = _Start | _CancelAll | _Finish | _Ended


class Supervisor:
    """Carries out commands, one after the other, in a task of its own.

    It ends after `finish`, as soon as all its children have ended.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._commands: asyncio.Queue[_Command] = asyncio.Queue()
        self._children: dict[Task[Any], Child] = {}
        self._last: dict[Task[Any], Child] = {}
        self._cancelling = False
        self._finishing = False
        self._stopped: set[Task[Any]] = set()
        # In an empty context, so as not to keep the values of the caller's.
        self._task = self._loop.create_task(self._run(), context=Context())
        _running.add(self._task)
        self._task.add_done_callback(_running.discard)

    def start(
        self,
        coroutine: Coroutine[Any, Any, Any],
        context: Context,
        child: Child,
        *,
        last: bool = False,
    ) -> None:
        """Run a coroutine as the child's task.

        Args:
            coroutine: What is run.
            context: The context that it runs in.
            child: Who is told that it has begun and ended.
            last: Whether it goes on after `cancel_all`, and is stopped by `finish` once all other
                children have ended.

        Raises:
            RuntimeError: The supervisor has ended.
        """
        if self._task.done():
            coroutine.close()
            message = "cannot start anything: its scope has exited"
            raise RuntimeError(message)
        self._commands.put_nowait(_Start(coroutine, context, child, last))

    def cancel_all(self) -> None:
        """Stop all children, and those that are started from now on."""
        self._commands.put_nowait(_CancelAll())

    def finish(self) -> None:
        """End when all children have ended."""
        self._commands.put_nowait(_Finish())

    async def join(self, requested: Callable[[], None] | None = None) -> CancelledError | None:
        """Wait until the supervisor has ended, even if the caller is requested to end.

        Args:
            requested: What is called at each such request.

        Returns:
            The CancelledError of the first such request, None if there was none.
        """
        interrupted: CancelledError | None = None
        while not self._task.done():
            try:
                await asyncio.wait([self._task])
            except CancelledError as request:
                interrupted = request if interrupted is None else interrupted
                if requested is not None:
                    requested()
        return interrupted

    async def _run(self) -> None:
        while self._children or self._last or not self._finishing or not self._commands.empty():
            try:
                self._carry_out(await self._commands.get())
            except CancelledError:
                # Somebody cancels every task there is, such as asyncio.run at its end. The
                # children still have to be awaited.
                self._carry_out(_CancelAll())
            if self._finishing and not self._children:
                self._stop_last()

    def _stop_last(self) -> None:
        # Those that are started by the clean-up of others have to work until these have ended.
        if self._stopped.isdisjoint(self._last):
            self._stopped = set(self._last)
            for child in list(self._last.values()):
                child.stop()

    def _carry_out(self, command: _Command) -> None:
        match command:
            case _Start():
                self._start(command)
            case _CancelAll():
                if not self._cancelling:
                    self._cancelling = True
                    for child in list(self._children.values()):
                        child.stop()
            case _Finish():
                self._finishing = True
            case _Ended(task):
                children = self._children if task in self._children else self._last
                children.pop(task).ended(task)

    def _start(self, command: _Start) -> None:
        child = command.child
        task = self._loop.create_task(command.coroutine, context=command.context)
        (self._last if command.last else self._children)[task] = child
        child.begun(task)
        if self._cancelling and not command.last:
            child.stop()
        task.add_done_callback(self._report)

    def _report(self, task: Task[Any]) -> None:
        self._commands.put_nowait(_Ended(task))
