"""Capabilities: what an implementation can do, as seen from its adapter's attributes."""

import inspect
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from haiway_spec import CAPABILITIES

if TYPE_CHECKING:
    from haiway_conformance.adapter.adapter import Adapter

__all__ = (
    "ATTRIBUTES",
    "CAPABILITIES",
    "NEEDS",
    "PART_OF",
    "capabilities",
    "present_attributes",
    "takes",
)

# The specification lists the capabilities; this maps each to the attributes that show it. A test
# checks that the two agree.
NEEDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "scope": ("scope",),
        "disposables": ("scope.disposables",),
        "spawn": ("spawn",),
        "cancel": ("cancel",),
        "check-cancellation": ("check_cancellation",),
        "state": ("State", "state"),
        "variable": ("State", "variable"),
        "stream": ("stream",),
        "process": ("process_concurrently",),
        "ignore-exceptions": ("process_concurrently.ignore_exceptions",),
        "execute": ("execute_concurrently",),
        "return-exceptions": ("execute_concurrently.return_exceptions",),
        "async-sources": (),
        "merge": ("stream_concurrently",),
        "ends-first": (),
        "exhaustive": ("stream_concurrently.exhaustive",),
        "logging": ("log_error", "log_warning", "log_info", "log_debug"),
        "record": ("record",),
        "trace": ("trace_id",),
    }
)
"""The attributes that an adapter needs for each capability; after a dot, a parameter of one. Those
without any can only be declared to be missing."""

PART_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("disposables", "spawn", "state", "variable", "stream", "logging", "record", "trace"),
            ("scope",),
        ),
        "ignore-exceptions": ("process",),
        "return-exceptions": ("execute",),
        "async-sources": ("process", "execute"),
        "ends-first": ("merge",),
        "exhaustive": ("merge",),
    }
)
"""The capabilities that say nothing alone, with those of which they need at least one."""

ATTRIBUTES: Final = tuple(
    dict.fromkeys(need.partition(".")[0] for needs in NEEDS.values() for need in needs)
)
"""All attributes that show a capability."""


def capabilities(adapter: "Adapter") -> frozenset[str]:
    """Return the capabilities of an implementation.

    Args:
        adapter: Its adapter. It has a capability if it has the attributes for it, none of them is
            None, `lacks` does not name the capability, and it has what the capability is a part
            of.

    Returns:
        A subset of `CAPABILITIES`.
    """
    found = {
        capability
        for capability in CAPABILITIES
        if capability not in adapter.lacks
        and all(_has(adapter, need) for need in NEEDS[capability])
    }
    if "ends-first" in adapter.lacks and "exhaustive" not in adapter.lacks:
        found.add("exhaustive")  # it can only end with the last source: no argument has to say so
    return frozenset(
        each for each in found if each not in PART_OF or not found.isdisjoint(PART_OF[each])
    )


def present_attributes(adapter: "Adapter") -> Iterator[tuple[str, object]]:
    """Yield those of `ATTRIBUTES` that an adapter has.

    Args:
        adapter: The adapter.

    Yields:
        The name and value of each that is neither absent nor None.
    """
    for name in ATTRIBUTES:
        if (value := getattr(adapter, name, None)) is not None:
            yield name, value


def _has(adapter: "Adapter", need: str) -> bool:
    name, _, parameter = need.partition(".")
    attribute = getattr(adapter, name, None)
    return attribute is not None and (not parameter or takes(attribute, parameter))


def takes(function: object, parameter: str) -> bool:
    """Tell if a function takes an argument by keyword.

    Args:
        function: The function.
        parameter: The keyword.
    """
    try:
        parameters = inspect.signature(function).parameters  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return True  # no signature, as in C code: assume that it does until a call fails
    by_keyword = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return any(
        each.kind is inspect.Parameter.VAR_KEYWORD
        or (each.name == parameter and each.kind in by_keyword)
        for each in parameters.values()
    )
