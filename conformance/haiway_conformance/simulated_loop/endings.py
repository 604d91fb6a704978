"""How a simulated run ends, and what it leaves behind."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

__all__ = (
    "HUNG",
    "Aftermath",
    "Deadlock",
    "Ending",
    "Livelock",
    "NothingCanRun",
    "Raised",
    "Returned",
    "TooManyIterations",
)


class NothingCanRun(BaseException):
    """Nothing is ready, no timer is set, no event can complete: the loop would wait for ever."""


class TooManyIterations(BaseException):
    """The loop ran on and on, and nothing came of it any more.

    Args:
        stepping: True if the awaited coroutine was still making steps.
    """

    def __init__(self, *, stepping: bool) -> None:
        super().__init__()
        self.stepping = stepping


@dataclass(frozen=True, slots=True)
class Returned:
    """The coroutine returned.

    Attributes:
        value: The value that it returned.
    """

    value: object


@dataclass(frozen=True, slots=True, eq=False)
class Raised:
    """The coroutine raised.

    Attributes:
        error: The exception object itself.
    """

    error: BaseException


@dataclass(frozen=True, slots=True)
class Deadlock:
    """Nothing could ever run again, and the coroutine had not ended.

    Attributes:
        waiting: The function in which each unfinished task is suspended, in order of creation.
    """

    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Livelock:
    """The coroutine made no step while others ran on and on, or ran on and on itself.

    Attributes:
        waiting: The function in which each unfinished task is suspended, in order of creation.
        iterations: The number of loop iterations since the coroutine's last step; of all iterations
            if it was stepping itself.
        seconds: The virtual time reached.
        stepping: True if the coroutine itself was still making steps.
    """

    waiting: tuple[str, ...]
    iterations: int
    seconds: float
    stepping: bool = False


type Ending = Returned | Raised | Deadlock | Livelock

HUNG: Final = (Deadlock, Livelock)
"""The endings of a coroutine that never ends."""


@dataclass(frozen=True, slots=True, eq=False)
class Aftermath:
    """How the coroutine ended, and what it had left behind before anything was cleaned up.

    Attributes:
        ending: How the coroutine ended.
        alive: The tasks that had not ended, in order of creation, without the coroutine's own.
        places: The function in which each of them was suspended.
        timers: The number of timers that were still set.
        unretrieved: What reached the loop's exception handler, during the run or when its objects
            were collected: the handler's messages, with the exception where there was one.
        never_awaited: The warnings about coroutines that were never awaited.
        iterations: The number of loop iterations, those of the clean-up included.
    """

    ending: Ending
    alive: tuple[asyncio.Task[Any], ...]
    places: tuple[str, ...]
    timers: int
    unretrieved: tuple[str, ...] = ()
    never_awaited: tuple[str, ...] = ()
    iterations: int = 0
