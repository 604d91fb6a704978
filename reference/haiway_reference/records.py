"""Records of events, metrics and attributes, which go where the log goes."""

from collections.abc import Mapping
from enum import StrEnum

__all__ = ["ObservabilityMetricKind", "described"]

METRIC = {"metric", "value", "kind"}  # a unit may come with them


class ObservabilityMetricKind(StrEnum):
    """What the values of a metric mean."""

    COUNTER = "counter"
    HISTOGRAM = "histogram"
    GAUGE = "gauge"


def described(**all_values: object) -> tuple[str, tuple[object, ...], None, Mapping[str, object]]:
    """Give what to log for a record: message, arguments, no exception, and all that was given.

    Raises:
        TypeError: A part of a metric was given, and not the rest (`observability/record`).
    """
    given = {name: each for name, each in all_values.items() if each is not None}
    if given.keys() & {*METRIC, "unit"} and not given.keys() >= METRIC:
        raise TypeError(f"A metric needs a name, a value and a kind; given: {', '.join(given)}")
    return " ".join(f"{name}=%s" for name in given), tuple(given.values()), None, given
