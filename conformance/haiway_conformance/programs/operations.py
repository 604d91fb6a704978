"""The operations of which programs are made: frozen data, nothing else.

An operation says what to do, never how: `haiway_conformance.programs.interpreter` carries it out
against an adapter. Every operation is total: one that refers to a task or scope that does not
exist (yet, or any more) does nothing. So any part of a program can be dropped, and what remains
is a program; shrinking depends on that.

Names (of tasks, scopes, points, resources) are unique in a program. Durations are virtual seconds.
"""

from dataclasses import dataclass
from typing import Literal

__all__ = (
    "Await",
    "Block",
    "Call",
    "Cancel",
    "CancelCurrent",
    "Catch",
    "CleanUp",
    "Deadline",
    "EnterAgain",
    "Execute",
    "Fail",
    "Forever",
    "Form",
    "Gather",
    "GetContext",
    "GetState",
    "GetVariable",
    "Iterate",
    "Join",
    "LeaveElsewhere",
    "Log",
    "Meet",
    "Operation",
    "Outcome",
    "Process",
    "Provided",
    "Query",
    "Reach",
    "Resource",
    "Scope",
    "SetContext",
    "SetVariable",
    "Sleep",
    "Spawn",
    "Start",
    "Trace",
    "Wait",
    "Yield",
)

type Block = tuple[Operation, ...]
"""Operations carried out one after the other."""

type Call = Literal["coroutine", "plain", "raises", "raises LookupError", "no coroutine"]
"""What a spawned function is: an `async def`; a plain function that makes a coroutine; one that
raises instead, be it an error of its own or a missing key; one that returns something that can't
be awaited."""

type Form = Literal["none", "one", "list", "generator"]
"""How a resource yields its state: not at all; the one state; a list; a generator."""

type Outcome = Literal["object", "none", "zero", "false", "empty", "exception"]
"""What a task's function returns: an object of its own; None; 0; False; (); an exception object."""


# What takes time.


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait for an operation of the outside world.

    Attributes:
        point: The operation's name.
        until: When it may complete: in any iteration; only when nothing else can run; never.
        after: A milestone before which it does not complete: `entering S`, `entered S`, `exit of
            S` (of a scope or resource), `T began`, `clean-up of T`, or one of a `Reach`; None for
            none.
    """

    point: str
    until: Literal["any", "idle", "never"] = "any"
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Sleep:
    """Sleep for some virtual seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Reach:
    """Reach a milestone that others may wait for."""

    milestone: str


@dataclass(frozen=True, slots=True)
class Yield:
    """Let every other ready callback run once: `asyncio.sleep(0)`."""


@dataclass(frozen=True, slots=True)
class Meet:
    """Wait until so many tasks have come to the same barrier."""

    barrier: str
    parties: int


# Control.


@dataclass(frozen=True, slots=True)
class Fail:
    """Raise an exception of the program's own, which bears a name."""

    error: str


@dataclass(frozen=True, slots=True)
class CleanUp:
    """Carry out `body`, and `clean_up` on every way out of it."""

    body: Block
    clean_up: Block


@dataclass(frozen=True, slots=True)
class Catch:
    """Carry out `body`; an exception (a cancellation not included) ends it, and it alone."""

    body: Block


@dataclass(frozen=True, slots=True)
class Forever:
    """Repeat `body` until it raises: a background task of the kind that never ends by itself."""

    body: Block


@dataclass(frozen=True, slots=True)
class Deadline:
    """Carry out `body` under `asyncio.timeout`; that the time is out ends it, and it alone."""

    seconds: float
    body: Block


# Scopes and tasks.


@dataclass(frozen=True, slots=True)
class Provided:
    """A state object of one of the kit's state types, told apart by its value."""

    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of a scope.

    Attributes:
        name: Its name.
        enter: Carried out when it is entered; may fail.
        exit: Carried out when it is exited; may fail.
        gives: The state that entering yields.
        form: Whether `gives` is yielded as None (it is empty), as the one state, or as an iterable.
        suppresses: Whether its exit asks for the exception to be suppressed.
    """

    name: str
    enter: Block = ()
    exit: Block = ()
    gives: tuple[Provided, ...] = ()
    form: Form = "none"
    suppresses: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Enter a scope, carry out `body` in it, exit.

    Attributes:
        name: Its name in the program.
        body: What is carried out in it.
        state: The state it is given.
        resources: The resources it is given.
        title: The name it is given, if that is another: of several scopes, it may be the same.
    """

    name: str
    body: Block
    state: tuple[Provided, ...] = ()
    resources: tuple[Resource, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class EnterAgain:
    """Enter the object of an earlier `Scope` operation a second time (and leave it at once)."""

    scope: str


@dataclass(frozen=True, slots=True)
class LeaveElsewhere:
    """Enter a scope, carry out `body` in it, and let another task call its exit."""

    scope: str
    body: Block


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
    """Wait until a task of the program's own has ended, however it ends."""

    task: str


@dataclass(frozen=True, slots=True)
class Gather:
    """Await several tasks in one `asyncio.gather`."""

    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """Look at a task's `done`, `cancelled`, `result`, `exception`, and add a callback to it."""

    task: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """Request that a task be cancelled: `task.cancel()`."""

    task: str


@dataclass(frozen=True, slots=True)
class CancelCurrent:
    """Request that the current task be cancelled, through the implementation: `ctx.cancel()`."""


# What a program looks at.


@dataclass(frozen=True, slots=True)
class GetState:
    """Look up the state of a type."""

    type: str


@dataclass(frozen=True, slots=True)
class SetVariable:
    """Set the variable of a type."""

    type: str
    value: str


@dataclass(frozen=True, slots=True)
class GetVariable:
    """Look up the variable of a type, with a default if one is named."""

    type: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class SetContext:
    """Set one of the kit's context variables (`contextvars`)."""

    variable: str
    value: str


@dataclass(frozen=True, slots=True)
class GetContext:
    """Look up one of the kit's context variables (`contextvars`)."""

    variable: str


@dataclass(frozen=True, slots=True)
class Log:
    """Log a message through the implementation."""

    message: str


@dataclass(frozen=True, slots=True)
class Trace:
    """Look up the trace's id."""


# Streams and helpers.


@dataclass(frozen=True, slots=True)
class Iterate:
    """Consume a stream to its end.

    Attributes:
        stream: The stream's name.
        items: How many items the generator gives.
        before: What the generator does before each item.
        body: What the consumer does with each.
    """

    stream: str
    items: int
    before: Block = ()
    body: Block = ()


@dataclass(frozen=True, slots=True)
class Process:
    """Call `process_concurrently`: the handler carries out `body` for each of the elements."""

    helper: str
    elements: int
    limit: int
    body: Block = ()


@dataclass(frozen=True, slots=True)
class Execute:
    """Call `execute_concurrently`: the handler carries out `body` for each of the elements."""

    helper: str
    elements: int
    limit: int
    body: Block = ()


type Operation = (
    Wait
    | Sleep
    | Reach
    | Yield
    | Meet
    | Fail
    | CleanUp
    | Catch
    | Forever
    | Deadline
    | Scope
    | EnterAgain
    | LeaveElsewhere
    | Spawn
    | Start
    | Await
    | Join
    | Gather
    | Query
    | Cancel
    | CancelCurrent
    | GetState
    | SetVariable
    | GetVariable
    | SetContext
    | GetContext
    | Log
    | Trace
    | Iterate
    | Process
    | Execute
)
"""Any operation."""
