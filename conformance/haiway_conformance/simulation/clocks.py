"""Python's clocks, which show the virtual time to a simulated program: `clocks_are_simulated`."""

import asyncio
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from haiway_conformance.simulated_loop import SimulatedLoop

__all__ = ("clocks_are_simulated",)

# Where the clocks begin, in virtual seconds. `time.monotonic` is the loop's own time, as it is for
# asyncio's loops. A whole number of seconds keeps the rounding of sums alike from day to day.
_ORIGINS: Final = {"monotonic": 0, "perf_counter": 0, "time": int(time.time())}

_NANOSECONDS: Final = 1_000_000_000


@contextmanager
def clocks_are_simulated() -> Generator[None]:
    """Have the functions of `time` that tell the time tell the virtual one; a context manager.

    They do so in a thread in which a simulated loop runs. Other threads read the real clocks, and
    so does whatever has imported a function itself (`from time import monotonic`), or asks
    `datetime`.
    """
    real: dict[str, Callable[[], Any]] = {
        name: getattr(time, name) for each in _ORIGINS for name in (each, f"{each}_ns")
    }
    for name, origin in _ORIGINS.items():
        setattr(time, name, partial(_seconds, real[name], origin))
        setattr(time, f"{name}_ns", partial(_nanoseconds, real[f"{name}_ns"], origin))
    try:
        yield
    finally:
        for name, clock in real.items():
            setattr(time, name, clock)


def _seconds(real: Callable[[], float], origin: int) -> float:
    now = _virtual_time()
    return real() if now is None else origin + now


def _nanoseconds(real: Callable[[], int], origin: int) -> int:
    now = _virtual_time()
    return real() if now is None else origin * _NANOSECONDS + round(now * _NANOSECONDS)


def _virtual_time() -> float | None:
    """Return the time of the simulated loop that runs in this thread; None if there is none."""
    # It is what `asyncio.get_running_loop` calls; that one raises where no loop runs.
    loop = asyncio._get_running_loop()  # noqa: SLF001
    return loop.time() if isinstance(loop, SimulatedLoop) else None
