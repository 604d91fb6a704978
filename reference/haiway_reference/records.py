"""Records of events, metrics and attributes, which go where the log goes."""

from collections.abc import Mapping
from enum import StrEnum

__all__ = ["ObservabilityMetricKind", "described"]


class ObservabilityMetricKind(StrEnum):
    """What the values of a metric mean."""

    COUNTER = "counter"
    HISTOGRAM = "histogram"
    GAUGE = "gauge"


def described(
    *,
    event: str | None,
    metric: str | None,
    value: float | None,
    unit: str | None,
    kind: str | None,
    attributes: Mapping[str, object] | None,
) -> tuple[str, tuple[object, ...], None, Mapping[str, object]]:
    """Give what to log for a record: message, arguments, no exception, and all that was given.

    Raises:
        TypeError: The combination is incomplete, or is none (`observability/record`).
        ValueError: There is no such kind of metric.
    """
    if event is not None and metric is not None:
        raise TypeError(
            f"Event {event!r} and metric {metric!r} were given together: record one after the other"
        )
    if metric is None and not (value is unit is kind is None):
        raise TypeError("A value, unit or kind belongs to a metric, and none was given: name it")
    if metric is not None and (value is None or kind is None):
        raise TypeError(f"Metric {metric!r} is incomplete: give its `value` and its `kind`")
    if event is metric is attributes is None:
        raise TypeError("Nothing was given to record: give an event, a metric or attributes")
    given = {
        "event": event,
        "metric": metric,
        "value": value,
        "unit": unit,
        "kind": kind if kind is None else ObservabilityMetricKind(kind).value,
        "attributes": attributes if attributes is None else dict(attributes),
    }
    given = {name: each for name, each in given.items() if each is not None}
    return " ".join(f"{name}=%r" for name in given), tuple(given.values()), None, given
