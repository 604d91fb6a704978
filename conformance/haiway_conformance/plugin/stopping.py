"""Stop a property from outside, by time-out or Ctrl-C, while an implementation's code runs."""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from types import FrameType
from typing import Any, Final

__all__ = ("HeldTheLoop", "StopLatch", "Stopped", "TookTooLong", "latching_signals")

_AGAIN_SECONDS: Final = 1.0


class Stopped(KeyboardInterrupt):
    """A property has to stop.

    It is a KeyboardInterrupt because asyncio lets that one out of any task at once.
    """


class TookTooLong(Stopped):
    """A property was not done when its time was over.

    Its text is the function of the implementation that was running, as far as it is known.
    """


class HeldTheLoop(TookTooLong):
    """An implementation did not give the event loop its next turn."""


class StopLatch:
    """Remembers that a property has to stop, and raises the reason where nothing swallows it.

    An exception that a signal handler raises may come up inside the implementation's code, which
    may swallow it, or inside a simulated run, which takes it for an exception of the program. So it
    is raised again between two runs, and at the property's end.
    """

    def __init__(self) -> None:
        self._reason: BaseException | None = None

    @property
    def stopped(self) -> bool:
        """True if the property has to stop."""
        return self._reason is not None

    @property
    def took_too_long(self) -> bool:
        """True if the property has to stop because its time is over."""
        return isinstance(self._reason, TookTooLong)

    def stop(self, reason: BaseException) -> None:
        """Remember a reason; the first one counts."""
        if self._reason is None:
            self._reason = reason

    def raise_if_stopped(self) -> None:
        """Raise the reason again, if there is one."""
        if self._reason is not None:
            raise self._reason


@contextmanager
def latching_signals(latch: StopLatch, *, alarm: bool) -> Generator[None]:
    """Latch the signals that stop a property, while it runs.

    Args:
        latch: The latch. Nothing reaches it outside the main thread, where Python handles no
            signals.
        alarm: True if pytest-timeout limits the time; otherwise the alarm is not ours to handle.

    Yields:
        Nothing.
    """
    before: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in _stopping_signals(alarm=alarm):
            handler = signal.getsignal(number)
            if callable(handler):
                before[number] = handler
                signal.signal(number, _latching(latch, number, handler))
    try:
        yield
    finally:
        if alarm and latch.took_too_long:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


def _stopping_signals(*, alarm: bool) -> list[signal.Signals]:
    names = ("SIGINT", "SIGTERM", *(["SIGALRM"] if alarm else []))  # the last: not on Windows
    return [signal.Signals[name] for name in names if name in signal.Signals.__members__]


def _latching(latch: StopLatch, number: signal.Signals, handler: Any) -> Any:
    def alarm(_number: int, _frame: FrameType | None) -> None:
        if _is_debugging():
            return
        # Again and again: code that is stuck may swallow the exception, and be stuck again.
        signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)
        latch.stop(TookTooLong())
        latch.raise_if_stopped()

    def other(number: int, frame: FrameType | None) -> None:
        try:
            handler(number, frame)
        except BaseException as error:
            latch.stop(error)
            raise

    return alarm if number.name == "SIGALRM" else other


def _is_debugging() -> bool:
    # Only pytest-timeout sets an alarm, so that it is installed.
    return bool(import_module("pytest_timeout").is_debugging())
