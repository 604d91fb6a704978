"""Capabilities: what an implementation has, found by looking at its adapter."""

import inspect
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from haiway_conformance.adapter.adapter import Adapter

__all__ = ("CAPABILITIES", "capabilities")

# The attributes of an adapter that a capability needs; after a dot, a parameter of that attribute.
_NEEDS: Final = {
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

CAPABILITIES: Final = tuple(_NEEDS)
"""The closed list of capabilities, in the order of the specification's chapters."""


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
        for capability, needs in _NEEDS.items()
        if capability not in adapter.lacks and all(_has(adapter, need) for need in needs)
    )


def _has(adapter: "Adapter", need: str) -> bool:
    name, _, parameter = need.partition(".")
    attribute = getattr(adapter, name, None)
    return attribute is not None and (not parameter or _takes(attribute, parameter))


def _takes(function: object, parameter: str) -> bool:
    try:
        parameters = inspect.signature(function).parameters  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return True  # written in C, or otherwise without a signature: believe it until it fails
    return parameter in parameters or any(
        each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values()
    )
