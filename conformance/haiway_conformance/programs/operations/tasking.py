"""Operations on tasks."""

from dataclasses import dataclass
from typing import Literal

from haiway_conformance.programs.operations.block import Block
from haiway_conformance.simulation import Moment

__all__ = (
    "Acknowledge",
    "AskToStop",
    "Await",
    "Call",
    "Callback",
    "Cancel",
    "CancelCurrent",
    "CheckCancellation",
    "Function",
    "Gather",
    "Join",
    "Outcome",
    "Query",
    "Spawn",
    "Start",
)


type Function = Literal["function", "plain", "partial", "object"]
"""What stands for a function that a program passes on: the function itself; a plain one that calls
it; a `functools.partial` of it; an object that can be called, and has no name and no hash."""

type Call = Literal[
    "coroutine",
    "plain",
    "partial",
    "object",
    "raises",
    "raises LookupError",
    "raises TypeError",
    "no coroutine",
]
"""What a spawned function is: an `async def`; what else may stand for one (see `Function`); a plain
function that raises instead, be it an error of its own, a missing key or a wrong argument; one that
returns something that can't be awaited."""

type Outcome = Literal["object", "none", "zero", "false", "empty", "exception", "awaitable"]
"""What a function returns: an object of its own; None; 0; False; (); an exception object; an object
that can be awaited."""

type Callback = Literal["plain", "twice", "in a context"]
"""How a callback is added to a task: once; two times; once, with a context of its own."""


@dataclass(frozen=True, slots=True)
class Spawn:
    """Spawn a task in the current scope.

    Attributes:
        task: The task's name.
        body: What it does.
        positional: Names of objects that are passed as positional arguments.
        keyword: Names of keywords with names of objects passed as keyword arguments.
        call: What the spawned function is when it is called.
        result: What it returns.
    """

    task: str
    body: Block = ()
    positional: tuple[str, ...] = ()
    keyword: tuple[tuple[str, str], ...] = ()
    call: Call = "coroutine"
    result: Outcome = "object"


@dataclass(frozen=True, slots=True)
class Start:
    """Start a task of the program's own with `asyncio.create_task`: none of the scope's."""

    task: str
    body: Block


@dataclass(frozen=True, slots=True)
class Await:
    """Await a task and look at what it gives, once or several times.

    Attributes:
        task: The task's name.
        via: How: `await`, `asyncio.gather`, `asyncio.wait`, `asyncio.as_completed` or
            `asyncio.shield`.
        times: How many times in a row.
    """

    task: str
    via: Literal["await", "gather", "wait", "as_completed", "shield"] = "await"
    times: int = 1


@dataclass(frozen=True, slots=True)
class Join:
    """Wait until a task has ended, however it ends: with `asyncio.wait`.

    It does nothing where what `spawn` returned is no future, as it only should be.
    """

    task: str


@dataclass(frozen=True, slots=True)
class Gather:
    """Await several tasks in one `asyncio.gather`."""

    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """Look at a task's `done`, `cancelled`, `result`, `exception`, and add a callback to it.

    Attributes:
        task: The task's name.
        callback: How the callback is added.
    """

    task: str
    callback: Callback = "plain"


@dataclass(frozen=True, slots=True)
class Cancel:
    """Request that a task be cancelled: `task.cancel()`."""

    task: str


@dataclass(frozen=True, slots=True)
class AskToStop:
    """From here on, somebody outside is about to ask a task to stop; nothing waits for that.

    Attributes:
        task: The task's name: `main`, or that of a task which is spawned or started.
        moment: At which moment of a suspension.
        suspension: At which suspension of the task: the first one from here on, or a later one. If
            the task is suspended here, that is the first one.
    """

    task: str
    moment: Moment = "waiting"
    suspension: int = 1


@dataclass(frozen=True, slots=True)
class CancelCurrent:
    """Request that the current task be cancelled, through the implementation: `ctx.cancel()`."""


@dataclass(frozen=True, slots=True)
class CheckCancellation:
    """Ask the implementation whether the current task was asked to stop; go on in either case."""


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Take back one request to cancel the current task: `uncancel()` of asyncio's task."""
