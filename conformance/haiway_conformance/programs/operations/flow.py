"""Operations that take time, fail, or control others."""

from dataclasses import dataclass
from typing import Final, Literal

from haiway_conformance.programs.operations.block import Block

__all__ = (
    "INTERRUPTION",
    "Catch",
    "CleanUp",
    "Deadline",
    "Fail",
    "Failing",
    "Forever",
    "Meet",
    "Reach",
    "Sleep",
    "Wait",
    "Yield",
)


type Failing = Literal[
    "exception",
    "falsy",
    "twin",
    "base",
    "group",
    "lookup",
    "type",
    "runtime",
    "stop",
    "timeout",
    "cancelled",
    "interrupt",
    "exit",
]
"""What is raised: an Exception; one with a false truth value; one without a hash that equals every
other of its kind, as a dataclass does; a BaseException that is no Exception; an ExceptionGroup; a
LookupError, to wit an IndexError; a TypeError; a RuntimeError; a StopAsyncIteration; a
TimeoutError; a CancelledError, though nobody asked to stop; a KeyboardInterrupt; a SystemExit. All
are the program's own, and named."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait for an operation of the outside world.

    Attributes:
        point: The operation's name.
        until: When it may complete: in any iteration; only when nothing else can run; never.
        after: A milestone before which it does not complete: `entering S`, `entered S`, `exit of
            S` (of a scope or resource), `T began`, `clean-up of T`, `call of H`, `end of H` (of a
            helper or one of its handler calls), `H[i] read`, `silence of S` (of a source), or one
            of a `Reach`; None for none.
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


INTERRUPTION: Final = "what interrupted"
"""The cause of what a clean-up raises from the exception that is on its way."""


@dataclass(frozen=True, slots=True)
class Fail:
    """Raise an exception of the program's own, which bears a name.

    Attributes:
        error: Its name.
        kind: Of what kind it is.
        cause: The name of the exception that is its `__cause__`; `INTERRUPTION` for the one on
            the way out of the body to whose clean-up this belongs; empty for none.
    """

    error: str
    kind: Failing = "exception"
    cause: str = ""


@dataclass(frozen=True, slots=True)
class CleanUp:
    """Carry out `body`, and `clean_up` on every way out of it."""

    body: Block
    clean_up: Block


@dataclass(frozen=True, slots=True)
class Catch:
    """Carry out `body`; what it raises ends it, and it alone.

    Attributes:
        body: What is carried out.
        what: What is caught: an exception (a cancellation not included), or a cancellation.
    """

    body: Block
    what: Literal["exception", "cancellation"] = "exception"


@dataclass(frozen=True, slots=True)
class Forever:
    """Repeat `body` until it raises: a background task of the kind that never ends by itself."""

    body: Block


@dataclass(frozen=True, slots=True)
class Deadline:
    """Carry out `body` under `asyncio.timeout`; that the time is out ends it, and it alone."""

    seconds: float
    body: Block
