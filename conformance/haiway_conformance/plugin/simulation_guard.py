"""Let pass, unchanged, through a simulation what is meant for pytest: `Guard`."""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import pytest

__all__ = ("Guard",)

_OUTCOMES: Final = (pytest.skip.Exception, pytest.xfail.Exception, pytest.exit.Exception)


class Guard:
    """Lets time limits and outcomes of pytest pass through the simulations of one test."""

    def __init__(self) -> None:
        self._stopped: BaseException | None = None

    @contextmanager
    def guarding(self) -> Generator[None]:
        """Notice when a time limit stops the test; a context manager.

        A limit, such as that of pytest-timeout, raises an exception wherever the program is just
        now, perhaps in a task whose exception nobody retrieves. Without its timer, which is gone
        then, what never returns must not be run again.
        """
        alarm = getattr(signal, "SIGALRM", None)
        before = None if alarm is None else signal.getsignal(alarm)
        if (
            alarm is None
            or not callable(before)
            or threading.current_thread() is not threading.main_thread()
        ):
            yield
            return
        handler = before

        def noticing(number: int, frame: FrameType | None) -> None:
            __tracebackhide__ = True
            try:
                handler(number, frame)
            except BaseException as error:
                self._stopped = error
                raise

        signal.signal(alarm, noticing)
        try:
            yield
        finally:
            if signal.getsignal(alarm) is noticing:
                signal.signal(alarm, before)

    def check(self, error: BaseException | None) -> None:
        """Raise what is meant for pytest.

        Args:
            error: What the program has raised; None for nothing.

        Raises:
            BaseException: The end of a time limit, or an outcome such as that of `pytest.skip`.
        """
        __tracebackhide__ = True
        if self._stopped is not None:
            raise self._stopped
        if isinstance(error, _OUTCOMES):
            raise error
