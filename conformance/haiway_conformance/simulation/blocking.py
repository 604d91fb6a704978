"""`time.sleep` within the loop's thread, which keeps everything from running: `BlockedLoop`."""

import inspect
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Final

from haiway_conformance.simulated_loop import SimulatedLoop
from haiway_conformance.simulation.places import place_in

__all__ = ("BlockedLoop", "blocking_is_simulated")

# In virtual seconds: asyncio's debug mode, too, warns of a callback that takes longer than this
# (`loop.slow_callback_duration`).
TOO_LATE: Final = 0.1

_sleep: Final[Callable[[float], None]] = time.sleep


class BlockedLoop(SimulatedLoop):
    """A simulated loop whose virtual time passes when a step calls `time.sleep`.

    Attributes:
        late: Says which timers were due while a step blocked the loop.
        blocked_at: Where the first of these steps blocked it; None for nowhere.
    """

    blocked_at: TracebackType | None = None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.late: Final[list[str]] = []

    def block(self, seconds: float, caller: FrameType | None) -> None:
        """Let time pass while a step runs, so that no timer fires meanwhile.

        Args:
            seconds: How many virtual seconds.
            caller: The step.
        """
        until = self._now + seconds
        waiting = [each.when() for each in self._scheduled if not each.cancelled()]
        late = [until - each for each in waiting if until - each > TOO_LATE]
        if late:
            place = place_in([caller]) if caller else None
            where = place.where if place else "somewhere"
            if caller is not None and self.blocked_at is None:
                self.blocked_at = TracebackType(None, caller, caller.f_lasti, caller.f_lineno)
            timers = "a timer fires" if len(late) == 1 else f"{len(late)} timers fire"
            self.late.append(
                f"{timers} up to {max(late):g} virtual seconds late, because"
                f" time.sleep({seconds:g}) keeps the whole loop waiting ({where});"
                " `await asyncio.sleep(...)` does not"
            )
        self._now = until


@contextmanager
def blocking_is_simulated(loop: BlockedLoop) -> Generator[None]:
    """Have `time.sleep` in the loop's thread take virtual time; a context manager.

    Args:
        loop: The loop. What has imported the function itself (`from time import sleep`) still
            sleeps for real.
    """
    thread = threading.get_ident()

    def sleep(seconds: float, /) -> None:
        if threading.get_ident() != thread or not loop.is_running():
            _sleep(seconds)
            return
        here = inspect.currentframe()
        loop.block(seconds, here and here.f_back)

    before, time.sleep = time.sleep, sleep
    try:
        yield
    finally:
        time.sleep = before
