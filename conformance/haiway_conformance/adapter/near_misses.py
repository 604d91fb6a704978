"""Find what an adapter's author probably meant, and the kit does not see: `near_misses`."""

import inspect
from collections.abc import Iterator
from difflib import get_close_matches

from haiway_conformance.adapter.adapter import Adapter
from haiway_conformance.adapter.capability import (
    ATTRIBUTES,
    CAPABILITIES,
    NEEDS,
    PART_OF,
    capabilities,
    takes,
)

__all__ = ("near_misses",)

# Below this, `difflib` finds pairs such as `stream` and `scope`.
_NEAR = 0.75

# Several capabilities share it, so that it alone says nothing of any.
_SHARED = "State"


def near_misses(adapter: Adapter) -> tuple[str, ...]:
    """Find names that are nearly those of an adapter, and attributes that count for nothing.

    Args:
        adapter: The adapter.

    Returns:
        A sentence for each, in the order of the names.
    """
    return (
        *_attributes(adapter),
        *_parameters(adapter),
        *_incomplete(adapter),
    )


def _attributes(adapter: Adapter) -> Iterator[str]:
    missing = [each for each in ATTRIBUTES if getattr(adapter, each, None) is None]
    missing += [each for each in ("lacks", "task_factory") if not getattr(adapter, each, None)]
    if not missing:
        return
    for name in sorted(adapter.offered() - set(dir(Adapter))):
        for near in get_close_matches(name.lower(), [each.lower() for each in missing], 1, _NEAR):
            meant = next(each for each in missing if each.lower() == near)
            yield (
                f"`{name}` is no name that the kit knows, and there is no `{meant}`: if that is"
                f" meant, name it `{meant}`, or the clauses that need it stay unsupported."
            )


def _parameters(adapter: Adapter) -> Iterator[str]:
    for needs in NEEDS.values():
        for need in needs:
            name, _, parameter = need.partition(".")
            function = getattr(adapter, name, None)
            if not parameter or function is None or takes(function, parameter):
                continue
            for near in get_close_matches(parameter, inspect.signature(function).parameters, 1):
                yield (
                    f"`{name}` takes `{near}`, but no `{parameter}`: if that is meant, name it"
                    f" `{parameter}`, or the clauses that need it stay unsupported."
                )


def _incomplete(adapter: Adapter) -> Iterator[str]:
    present = capabilities(adapter)
    for capability in CAPABILITIES:
        if capability in present or capability in adapter.lacks:
            continue
        own = [each for each in NEEDS[capability] if "." not in each and each != _SHARED]
        there = [each for each in own if getattr(adapter, each, None) is not None]
        if not there:
            continue
        needed = [each for each in NEEDS[capability] if getattr(adapter, each, None) is None]
        needed += [each for each in PART_OF.get(capability, ()) if each not in present]
        yield (
            f"{_listed(there)} {'counts' if len(there) == 1 else 'count'} for nothing: the"
            f" capability {capability} also takes {_listed(needed)}, which the adapter lacks."
        )


def _listed(names: list[str]) -> str:
    quoted = [f"`{each}`" for each in names]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
