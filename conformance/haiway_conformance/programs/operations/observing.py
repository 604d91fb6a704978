"""Operations that look at what an implementation provides."""

from dataclasses import dataclass

from haiway_conformance.programs.operations.block import Block

__all__ = (
    "CountRequests",
    "GetContext",
    "GetState",
    "GetVariable",
    "Listen",
    "Log",
    "SetContext",
    "SetVariable",
    "Trace",
)


@dataclass(frozen=True, slots=True)
class GetState:
    """Look up the state of a type, with a default if one is named."""

    type: str
    default: str | None = None


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
class Listen:
    """Carry out `body`, and look at the log records of level ERROR with an exception made then."""

    body: Block


@dataclass(frozen=True, slots=True)
class Trace:
    """Look up the trace's id."""


@dataclass(frozen=True, slots=True)
class CountRequests:
    """Look up `cancelling()` of the current task."""
