"""Records of events, metrics and attributes, which are written to the log."""

from collections.abc import Mapping
from enum import StrEnum

__all__ = ["ObservabilityMetricKind", "described"]

METRIC = {"metric", "value", "kind"}  # a unit may come with them


class ObservabilityMetricKind(StrEnum):
    """The meaning of a metric's values."""

    COUNTER = "counter"
    HISTOGRAM = "histogram"
    GAUGE = "gauge"


def described(**all_values: object) -> tuple[str, tuple[object, ...], None, Mapping[str, object]]:
    """Return what `log` needs for a record: message, arguments, no exception, and the values.

    Raises:
        TypeError: A part of a metric was given without the rest
            (`observability/record-incomplete`).
    """
    # observability/record: only None is missing, and a value of 0 is a value.
    given = {name: each for name, each in all_values.items() if each is not None}
    if given.keys() & {*METRIC, "unit"} and not given.keys() >= METRIC:
        raise TypeError(f"A metric needs a name, a value and a kind; given: {', '.join(given)}")
    return " ".join(f"{name}=%s" for name in given), tuple(given.values()), None, given
