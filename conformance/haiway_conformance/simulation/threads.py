"""Threads whose results come when the simulation says so: `ThreadedLoop`."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from concurrent.futures import Future as ThreadFuture
from contextvars import Context
from functools import partial
from typing import Any, Final

from haiway_conformance.simulated_loop import ExternalEvent, Readiness, SimulatedLoop

__all__ = ("ThreadedLoop",)

# How long the loop waits for a thread, in real seconds, before anything else may happen. A function
# that takes longer, or waits for the loop, is waited for only when there is nothing else to do; the
# moment at which it ends is then up to the machine.
SOON: Final = 0.5


class ThreadedLoop(SimulatedLoop):
    """A simulated loop on which the end of a thread's work is an external event.

    The loop waits until the function has returned, so that runs are repeatable. Its result comes
    later, whenever the simulation chooses, as that of any other operation outside.
    """

    _threading: "dict[ThreadFuture[Any], ExternalEvent] | None" = None

    def run_in_executor(
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Run a function in a thread; its result comes when the simulation chooses."""
        call = self._submit(executor, func, *args)
        result: asyncio.Future[Any] = self.create_future()
        label = f"{_name_of(func)} in a thread"
        event = self._new_external_event(label, Readiness.ANY, self._present())
        event.add_done_callback(lambda _: _pass_on(call, result))
        result.add_done_callback(lambda _: _give_up(call, event, result))
        if self._threading is None:
            self._threading = {}
        self._threading[call] = event
        call.add_done_callback(lambda _: self._threads.wake())
        return result

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109
        """End the threads.

        Args:
            timeout: Of no effect: virtual time would pass while the threads end in real time.
        """
        ending: ThreadFuture[None] = ThreadFuture()
        self._threads.expect(ending)
        try:
            await super().shutdown_default_executor()
        finally:
            ending.set_result(None)

    def _environment_acts(self, timeout: float | None) -> Sequence[ExternalEvent]:
        if self._threading:
            self._wait_for_threads(self._threading)
            if self._ready:
                timeout = 0  # a thread has called the loop meanwhile
        return super()._environment_acts(timeout)

    def _wait_for_threads(self, calls: "dict[ThreadFuture[Any], ExternalEvent]") -> None:
        """Let the calls that have ended complete; wait for the others, unless they take long."""
        ready = len(self._ready)
        while running := [each for each in calls if not self._is_slow(each)]:
            if not self._threads.spoke_within(SOON):
                for each in running:
                    self._threads.expect(each)
            elif len(self._ready) > ready:
                break  # a thread has called the loop, and may wait for an answer
        for each in [each for each in calls if each.done()]:
            event = calls.pop(each)
            if not event.done():
                self.environment.begin(event)

    def _is_slow(self, call: ThreadFuture[Any]) -> bool:
        """Return True for a call that has ended, too: there is no use in waiting for it."""
        return call.done() or call in self._threads.running


def _name_of(func: Any) -> str:
    while isinstance(func, partial):
        # `asyncio.to_thread` runs a function in a context.
        in_context = isinstance(getattr(func.func, "__self__", None), Context)
        func = func.args[0] if in_context and func.args else func.func
    name = getattr(func, "__name__", "")
    return f"{name}()" if name else "a function"


def _pass_on(call: ThreadFuture[Any], result: asyncio.Future[Any]) -> None:
    if result.done() or not call.done() or call.cancelled():
        return
    error = call.exception()
    if error is None:
        result.set_result(call.result())
    else:
        result.set_exception(error)


def _give_up(call: ThreadFuture[Any], event: ExternalEvent, result: asyncio.Future[Any]) -> None:
    if result.cancelled():
        call.cancel()
        event.cancel()
