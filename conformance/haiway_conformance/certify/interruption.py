"""Interruption by Ctrl-C or by a service manager: `interruptible`."""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any

__all__ = ("Interruption", "interruptible")


class Interruption:
    """The record of an interruption.

    Attributes:
        signal: The first signal that interrupted the command; None as long as there was none.
    """

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None


@contextmanager
def interruptible() -> Generator[Interruption]:
    """Turn SIGINT and SIGTERM into KeyboardInterrupt, and remember which it was.

    Yields:
        The record. A signal that was ignored before (as under nohup) stays ignored.
    """
    interruption = Interruption()

    def handle(number: int, _frame: FrameType | None) -> None:
        if interruption.signal is None:
            interruption.signal = signal.Signals(number)
        raise KeyboardInterrupt

    before: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, handle)
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
