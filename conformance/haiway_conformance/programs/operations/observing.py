"""Operations that look at what an implementation provides."""

from dataclasses import dataclass
from typing import Any, Literal

from haiway_conformance.programs.operations.block import Block
from haiway_conformance.programs.operations.flow import Failing

__all__ = (
    "CountRequests",
    "GetContext",
    "GetState",
    "GetVariable",
    "Level",
    "Listen",
    "Log",
    "LogFailure",
    "Measure",
    "Record",
    "SetContext",
    "SetVariable",
    "Trace",
)


type Level = Literal["error", "warning", "info", "debug"]
"""The logging function: `log_error` and so on."""

type Measure = Literal["counter", "histogram", "gauge"]
"""The kind of a metric."""


@dataclass(frozen=True, slots=True)
class GetState:
    """Look up the state of a type, with a default if one is named.

    Attributes:
        type: The type.
        default: The default's value.
        derived: The default's type, if that is one which is derived from `type`.
    """

    type: str
    default: str | None = None
    derived: str | None = None


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
    """Log a message through the implementation.

    Attributes:
        message: The message.
        level: Which logging function.
    """

    message: str
    level: Level = "info"


@dataclass(frozen=True, slots=True)
class LogFailure:
    """Log an exception of the program's own, if the logging function takes one.

    Attributes:
        level: Which logging function.
        error: The exception's name.
        kind: Of what kind it is.
        formatted: Whether the message is given an argument, if the logging function takes any.
    """

    level: Level
    error: str
    kind: Failing = "exception"
    formatted: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """Record what is given: an event, a metric, attributes.

    Attributes:
        event: The event's name; None for none, and so on.
        metric: The metric's name.
        value: Its value.
        unit: Its unit.
        kind: Its kind.
        attributes: Names and values.
    """

    event: str | None = None
    metric: str | None = None
    value: float | None = None
    unit: str | None = None
    kind: Measure | None = None
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def given(self) -> dict[str, Any]:
        """The keyword arguments."""
        values = {
            "event": self.event,
            "metric": self.metric,
            "value": self.value,
            "unit": self.unit,
            "kind": self.kind,
            "attributes": dict(self.attributes) or None,
        }
        return {name: value for name, value in values.items() if value is not None}


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
