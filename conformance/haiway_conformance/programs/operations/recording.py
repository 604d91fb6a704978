"""An operation that records an event, a metric or attributes: `Record`."""

from dataclasses import dataclass
from typing import Any, Literal

from haiway_conformance.programs.execution import Execution, Frame
from haiway_conformance.programs.execution.log_records import listening
from haiway_conformance.programs.operations.operation import Step, never
from haiway_conformance.programs.operations.state import look
from haiway_conformance.programs.writing import Outline, Page, Where

__all__ = ("Measure", "Record")

type Measure = Literal["counter", "histogram", "gauge"]
"""The kind of a metric."""

_RECORD = frozenset({"record"})


@dataclass(frozen=True, slots=True)
class Record(Step):
    """Record an event, a metric, or attributes, and look at whether that is accepted.

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

    dispensable = True
    suspensions = never

    def needs(self) -> frozenset[str]:
        return _RECORD

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

    def _in_words(self) -> str:
        return ", ".join(f"{key}={value!r}" for key, value in self.given.items())

    def read(self, outline: Outline) -> None:
        outline.line(f"record {self._in_words() or 'nothing'}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        given = self.given

        def see() -> str:
            with listening():  # some implementations make log records only if they are listened to
                execution.adapter.record(**given)
            return "accepted"

        look(execution, frame, f"record of {', '.join(given)}", see)

    def write(self, page: Page, where: Where) -> None:
        with page.under("with script.listening():"):
            call = f"{page.call('record')}({self._in_words()})"
            page.line(f"script.look('record', lambda: {call})")
