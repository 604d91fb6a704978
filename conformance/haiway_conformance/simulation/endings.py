"""How a simulated run ends, and what it leaves behind."""

import asyncio
from dataclasses import dataclass
from typing import Any

__all__ = (
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
    """Nothing is ready, no timer is set, no operation can complete: the loop would wait forever."""


class TooManyIterations(BaseException):
    """The loop went on and on without the awaited coroutine making progress."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The coroutine returned.

    Attributes:
        value: What it returned.
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
        waiting: The function each unfinished task is suspended in, in order of creation.
    """

    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Livelock:
    """The coroutine made no step while others went on and on, or went on and on itself.

    Attributes:
        waiting: The function each unfinished task is suspended in, in order of creation.
        iterations: How many loop iterations had passed since the coroutine's last step; in all, if
            it was stepping itself.
        seconds: The virtual time reached.
        stepping: Whether the coroutine was one of those that went on.
    """

    waiting: tuple[str, ...]
    iterations: int
    seconds: float
    stepping: bool = False


type Ending = Returned | Raised | Deadlock | Livelock


@dataclass(frozen=True, slots=True, eq=False)
class Aftermath:
    """What was found when the coroutine had ended, before anything was tidied away.

    Attributes:
        ending: How the coroutine ended.
        alive: The tasks that had not ended then, in order of creation, the coroutine's own left
            out.
        places: The function in which each of them was suspended.
        timers: How many timers were still set.
        unretrieved: What reached the loop's exception handler, during the run or when its
            objects were collected: the handler's messages, with the exception where there was one.
        never_awaited: The warnings about coroutines that were never awaited.
    """

    ending: Ending
    alive: tuple[asyncio.Task[Any], ...]
    places: tuple[str, ...]
    timers: int
    unretrieved: tuple[str, ...]
    never_awaited: tuple[str, ...]
