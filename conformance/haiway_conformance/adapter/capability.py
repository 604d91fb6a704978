"""Capabilities: what an implementation has, found by looking at its adapter."""

import inspect
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from haiway_spec import CAPABILITIES

if TYPE_CHECKING:
    from haiway_conformance.adapter.adapter import Adapter

__all__ = ("ATTRIBUTES", "CAPABILITIES", "NEEDS", "capabilities", "present_attributes", "takes")

# The specification says which capabilities there are; here is said by what each is found, and a
# test keeps the two together.
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
        "execute": ("execute_concurrently",),
        "merge": ("stream_concurrently",),
        "exhaustive": ("stream_concurrently.exhaustive",),
        "logging": ("log_error", "log_warning", "log_info", "log_debug"),
        "record": ("record",),
        "trace": ("trace_id",),
    }
)
"""The attributes of an adapter that each capability needs; after a dot, a parameter of it."""

ATTRIBUTES: Final = tuple(
    dict.fromkeys(need.partition(".")[0] for needs in NEEDS.values() for need in needs)
)
"""All the attributes by which capabilities are found."""


def capabilities(adapter: "Adapter") -> frozenset[str]:
    """The capabilities of an implementation.

    Args:
        adapter: Its adapter. A capability is there if the attributes it needs are there and not
            None, and the adapter does not name it in `lacks`.

    Returns:
        A subset of `CAPABILITIES`.
    """
    return frozenset(
        capability
        for capability in CAPABILITIES
        if capability not in adapter.lacks
        and all(_has(adapter, need) for need in NEEDS[capability])
    )


def present_attributes(adapter: "Adapter") -> Iterator[tuple[str, object]]:
    """What an adapter has of `ATTRIBUTES`.

    Args:
        adapter: The adapter.

    Yields:
        The name of each that is there and not None, and its value.
    """
    for name in ATTRIBUTES:
        if (value := getattr(adapter, name, None)) is not None:
            yield name, value


def _has(adapter: "Adapter", need: str) -> bool:
    name, _, parameter = need.partition(".")
    attribute = getattr(adapter, name, None)
    return attribute is not None and (not parameter or takes(attribute, parameter))


def takes(function: object, parameter: str) -> bool:
    """Whether a function can be given a parameter by keyword.

    Args:
        function: The function.
        parameter: The keyword.
    """
    try:
        parameters = inspect.signature(function).parameters  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return True  # written in C, or otherwise without a signature: believe it until it fails
    by_keyword = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return any(
        each.kind is inspect.Parameter.VAR_KEYWORD
        or (each.name == parameter and each.kind in by_keyword)
        for each in parameters.values()
    )
