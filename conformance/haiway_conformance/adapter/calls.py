"""Check that an adapter's functions take the arguments that the kit passes: `check_calls`."""

import inspect
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from haiway_conformance.adapter.adapter import Adapter
from haiway_conformance.adapter.capability import (
    CAPABILITIES,
    NEEDS,
    present_attributes,
    takes,
)
from haiway_conformance.adapter.target import TargetError

__all__ = ("check_calls",)

type _Call = tuple[tuple[str, ...], tuple[str, ...]]

_LOG: Final[_Call] = (("message", "argument"), ())
_LOG_EXCEPTION: Final[_Call] = (("message",), ("exception",))

# What is passed by position and by keyword. Parameters that are capabilities of their own stand
# elsewhere: where they are missing, they are not passed.
_CALLS: Final[Mapping[str, tuple[_Call, ...]]] = MappingProxyType(
    {
        "scope": ((("name",), ()),),
        "spawn": ((("function", "argument"), ("key",)),),
        "stream": ((("source", "argument"), ("key",)),),
        "cancel": (((), ()),),
        "check_cancellation": (((), ()),),
        "state": ((("type",), ("default",)),),
        "variable": ((("instance",), ()), (("type",), ("default",))),
        "process_concurrently": ((("source", "handler"), ("concurrent_tasks",)),),
        "execute_concurrently": ((("handler", "elements"), ("concurrent_tasks",)),),
        "stream_concurrently": ((("source_a", "source_b"), ()),),
        **dict.fromkeys(("log_error", "log_warning"), (_LOG, _LOG_EXCEPTION)),
        **dict.fromkeys(("log_info", "log_debug"), (_LOG,)),
        "record": (
            ((), ("event", "attributes")),
            ((), ("metric", "value", "unit", "kind")),
        ),
        "trace_id": (((), ()),),
    }
)


def check_calls(adapter: Adapter, present: frozenset[str]) -> None:
    """Bind the documented calls of each function to its signature, without calling it.

    Args:
        adapter: The adapter.
        present: Its capabilities. Functions that none of them needs are not called, so they may
            take what they like.

    Raises:
        TargetError: If a function does not take what the kit passes.
    """
    used = {need.partition(".")[0] for capability in present for need in NEEDS[capability]}
    for name, function in present_attributes(adapter):
        if name not in used or name not in _CALLS:
            continue
        try:
            signature = inspect.signature(function)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            continue  # no signature, as in C code: it is only tried when it is called
        for by_position, by_keyword in _calls(name, function, present):
            try:
                signature.bind(*by_position, **dict.fromkeys(by_keyword))
            except TypeError as error:
                raise TargetError(
                    _complaint(name, by_position, by_keyword, signature, error)
                ) from error


def _calls(name: str, function: Any, present: frozenset[str]) -> Iterator[_Call]:
    for by_position, by_keyword in _CALLS[name]:
        yield by_position, by_keyword
        if name == "scope" and "state" in present:
            yield (*by_position, "state"), by_keyword
        if name in {"spawn", "stream"}:
            yield by_position[:1], ()
        for capability in (each for each in CAPABILITIES if each in present):
            for need in NEEDS[capability]:
                owner, _, parameter = need.partition(".")
                if owner == name and parameter and takes(function, parameter):
                    yield by_position, (*by_keyword, parameter)


def _complaint(
    name: str,
    by_position: tuple[str, ...],
    by_keyword: tuple[str, ...],
    signature: inspect.Signature,
    error: TypeError,
) -> str:
    given = ", ".join((*by_position, *(f"{each}=..." for each in by_keyword)))
    return (
        f"`{name}` can't be called as the kit calls it, `{name}({given})`: {error}. Its signature"
        f" is {_without_defaults(signature)}. Write a function in the adapter that takes these"
        f" arguments and passes them on, or set `{name}` to None if the implementation lacks it."
    )


def _without_defaults(signature: inspect.Signature) -> str:
    """Write a signature without annotations and values, which may be long and hold addresses."""
    shown = [
        each.replace(
            annotation=inspect.Parameter.empty,
            default=each.default if each.default is inspect.Parameter.empty else ...,
        )
        for each in signature.parameters.values()
    ]
    text = str(signature.replace(parameters=shown, return_annotation=inspect.Signature.empty))
    return f"`{text.replace('=Ellipsis', '=...')}`"
