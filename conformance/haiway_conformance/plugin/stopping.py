"""Being stopped from outside, by time-out or Ctrl-C, in the midst of an implementation's code."""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from types import FrameType
from typing import Any, Final

__all__ = ("Stopped", "TookTooLong", "Watch", "watching")

_AGAIN_SECONDS: Final = 1.0


class Stopped(KeyboardInterrupt):
    """A property must not go on.

    It is a KeyboardInterrupt because asyncio lets that one pass at once, out of any task.
    """


class TookTooLong(Stopped):
    """A property was not done when its time had passed."""


class Watch:
    """Remembers that a property was stopped.

    A signal handler's exception may be raised inside the implementation's code, which may swallow
    it, or inside a simulated run, which takes it for what the program raised. So it is raised
    again where nobody can: between two runs, and at the property's end.
    """

    def __init__(self) -> None:
        self._why: BaseException | None = None

    @property
    def stopped(self) -> bool:
        """Whether the property was stopped."""
        return self._why is not None

    @property
    def took_too_long(self) -> bool:
        """Whether the property was stopped because its time had passed."""
        return isinstance(self._why, TookTooLong)

    def stop(self, why: BaseException) -> None:
        """Remember the reason; the first one counts."""
        if self._why is None:
            self._why = why

    def check(self) -> None:
        """Raise again what stopped the property, if anything has."""
        if self._why is not None:
            raise self._why


@contextmanager
def watching(watch: Watch) -> Generator[None]:
    """Watch the signals that stop a property, while it runs.

    Args:
        watch: Is told. Outside the main thread, where Python handles no signals, it never is.

    Yields:
        Nothing.
    """
    before: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in _watched_signals():
            handler = signal.getsignal(number)
            if callable(handler):
                before[number] = handler
                signal.signal(number, _remembering(watch, number, handler))
    try:
        yield
    finally:
        if watch.took_too_long:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


def _watched_signals() -> list[signal.Signals]:
    names = ("SIGINT", "SIGTERM", "SIGALRM")  # the last is missing on Windows
    return [signal.Signals[name] for name in names if name in signal.Signals.__members__]


def _remembering(watch: Watch, number: signal.Signals, handler: Any) -> Any:
    def alarm(_number: int, _frame: FrameType | None) -> None:
        if _is_debugging():
            return
        # Once more and more: what is stuck may swallow it, and be stuck again.
        signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)
        watch.stop(TookTooLong())
        watch.check()

    def other(number: int, frame: FrameType | None) -> None:
        try:
            handler(number, frame)
        except BaseException as error:
            watch.stop(error)
            raise

    return alarm if number.name == "SIGALRM" else other


def _is_debugging() -> bool:
    # It is there if an alarm is: pytest-timeout set it.
    return bool(import_module("pytest_timeout").is_debugging())
