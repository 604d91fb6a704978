"""Watch an implementation while it runs, and stop what never ends: `watched`.

A timer of the operating system interrupts it once a second. Python calls the handler between two
bytecodes, so an implementation that loops without `await` is seen, and so is one that sleeps for
real. In a process of its own (`apart`), what cannot be stopped is ended with the process.
"""

import faulthandler
import signal
import sys
import threading
import time
from asyncio import events
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module, util
from pathlib import Path
from types import FrameType
from typing import Final

from haiway_conformance.plugin import apart, last_words
from haiway_conformance.plugin.stopping import HeldTheLoop, StopLatch, Stopped, TookTooLong

__all__ = ("CAN_WATCH", "watched")

CAN_WATCH: Final = hasattr(signal, "setitimer")
"""True where a timer can interrupt Python; not on Windows."""

_TICK: Final = 1.0

# How long, in seconds, the event loop may be kept from its next turn. No right implementation comes
# near it on the slowest machine.
_TURN: Final = 10

# How long, in seconds, what was told to stop may go on, again and again, before its process ends.
_TO_STOP: Final = 10

# After so many seconds without a bytecode the interpreter ends the process: C code runs for ever.
_WITHOUT_BYTECODE: Final = 20

# Each time that one of these was exceeded makes them shorter, down to so many seconds. Otherwise an
# implementation that is stuck wherever it is used would take hours.
_LEAST: Final = 3

# So many frames are looked at: an implementation may recurse without end.
_FRAMES: Final = 10_000

_KIT: Final = str(Path(__file__).parent.parent)
_ASYNCIO: Final = str(Path(events.__file__).parent)


class _Stuck:
    """Counts how often an implementation held the loop, in this process."""

    times: int = 0


@contextmanager
def watched(latch: StopLatch, seconds: float, *, deadly: bool, deaths: int = 0) -> Generator[None]:
    """Watch what runs within.

    Args:
        latch: Is told to stop, and what runs is interrupted again and again.
        seconds: How long it may take in all.
        deadly: True if this process may be ended, where nothing else helps.
        deaths: How many processes have died before this one that judged the same.

    Yields:
        Nothing. Nothing is watched where there is no such timer, or outside the main thread.
    """
    if not CAN_WATCH or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(
        signal.SIGALRM, _Watch(latch, seconds, deadly=deadly, deaths=deaths).look
    )
    timer = signal.setitimer(signal.ITIMER_REAL, _TICK, _TICK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, before)
        if deadly:
            faulthandler.cancel_dump_traceback_later()


class _Watch:
    def __init__(self, latch: StopLatch, seconds: float, *, deadly: bool, deaths: int) -> None:
        self._latch = latch
        self._end = time.monotonic() + seconds
        self._deadly = deadly
        self._deaths = deaths
        self._turn: tuple[int, int] | None = None
        self._since = time.monotonic()
        self._stopped: float | None = None
        self._survive()

    def look(self, _signal: int, frame: FrameType | None) -> None:
        """Look at what runs; called by the timer."""
        if _is_debugging():
            return
        now = time.monotonic()
        self._survive()
        if self._deadly and apart.memory_in_use() > apart.MEMORY_LIMIT:
            apart.end(
                f"it used more than {apart.MEMORY_LIMIT >> 30} GiB of memory, which a process that"
                " judges may not"
            )
        if self._stopped is None:
            reason = self._reason(now, frame)
            if reason is None:
                return
            self._stopped = now
            self._latch.stop(reason)
        elif self._deadly and now - self._stopped > self._share(_TO_STOP):
            apart.end("it did not stop, although it was interrupted again and again")
        # Again and again: code that is stuck may swallow the exception, and be stuck again.
        self._latch.raise_if_stopped()

    def _reason(self, now: float, frame: FrameType | None) -> Stopped | None:
        if now > self._end:
            return TookTooLong(_place(frame))
        # The loop that runs in this thread; None between two runs.
        loop = events._get_running_loop()  # noqa: SLF001 - the public one raises
        iteration: int | None = getattr(loop, "iteration", None)
        turn = None if iteration is None else (id(loop), iteration)
        if turn is None or turn != self._turn:
            self._turn, self._since = turn, now
        elif now - self._since >= self._share(_TURN):
            _Stuck.times += 1
            return HeldTheLoop(_place(frame))
        return None

    def _share(self, seconds: int) -> int:
        """Return the time that is left of one of the limits after all that was stuck before."""
        return max(_LEAST, seconds // (1 + _Stuck.times + self._deaths))

    def _survive(self) -> None:
        """Put off the end of this process that the interpreter brings about by itself."""
        file = last_words.kept() if self._deadly else None
        if file is not None and not file.closed:
            seconds = self._share(_WITHOUT_BYTECODE)
            faulthandler.dump_traceback_later(seconds, exit=True, file=file)


def _place(frame: FrameType | None) -> str:
    """Return the function of the implementation that runs: the outermost, the same at all times."""
    found = ""
    for _ in range(_FRAMES):
        if frame is None:
            break
        name = frame.f_code.co_filename
        if name.startswith(_KIT):
            break
        if not name.startswith((_ASYNCIO, "<")):
            found = frame.f_code.co_qualname
        frame = frame.f_back
    return found


def _is_debugging() -> bool:
    if sys.gettrace() is None or util.find_spec("pytest_timeout") is None:
        return False
    return bool(import_module("pytest_timeout").is_debugging())
