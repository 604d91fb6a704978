"""Check an adapter without calling anything of it: `check_form`."""

import inspect
from collections.abc import Collection
from typing import Any, Final

from haiway_conformance.adapter.adapter import Adapter
from haiway_conformance.adapter.capability import (
    ATTRIBUTES,
    CAPABILITIES,
    present_attributes,
)
from haiway_conformance.adapter.target import TargetError, in_words

__all__ = ("check_form",)

# The helpers are awaited; `scope` and `spawn` are checked when they are called.
_MAY_BE_COROUTINES: Final = ("process_concurrently", "execute_concurrently", "scope", "spawn")
_SELVES: Final = ("self", "_self", "cls", "adapter")


def check_form(adapter: Adapter) -> None:
    """Check an adapter's attributes.

    Args:
        adapter: The adapter.

    Raises:
        TargetError: If one of them cannot be right, whatever it does.
    """
    _check_access(adapter)
    _check_facts(adapter)
    _check_lacks(adapter.lacks)
    for name, value in present_attributes(adapter):
        _check_callable(name, value)
        _check_binding(adapter, name, value)
        _check_plain(name, value)


def _check_access(adapter: Adapter) -> None:
    for name in ("name", "version", "lacks", "task_factory", *ATTRIBUTES):
        try:
            getattr(adapter, name)
        except Exception as error:
            raise TargetError(
                f"looking up the adapter's `{name}` raised {in_words(error)}. Make it an attribute"
                " that is always there, or set it to None if the implementation lacks it."
            ) from error


def _check_facts(adapter: Adapter) -> None:
    for name in ("name", "version"):
        value: object = getattr(adapter, name, None)
        if value is not None and not isinstance(value, str):
            raise TargetError(
                f"the adapter's `{name}` is {value!r}, but reports need a text. Set it to"
                f" a str, or to None to use the {name} of the distribution."
            )
    if (factory := adapter.task_factory) is not None:
        if not callable(factory):
            raise TargetError(
                f"the adapter's `task_factory` is {factory!r}, which can't be called. Set it to"
                " a callable as `loop.set_task_factory` takes it, or to None."
            )
        _check_binding(adapter, "task_factory", factory)


def _check_lacks(lacks: Collection[str]) -> None:
    if isinstance(lacks, str):
        raise TargetError(
            f"the adapter's `lacks` is the text {lacks!r}, but must be a collection of names."
            f" Write it as a tuple: `lacks = ({lacks!r},)`."
        )
    if not isinstance(lacks, Collection):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TargetError(
            f"the adapter's `lacks` is {lacks!r}, but must be a collection of names. Write it as a"
            " tuple; `lacks = ()` if nothing is missing but what is absent."
        )
    unknown = sorted(repr(each) for each in lacks if each not in CAPABILITIES)
    if unknown:
        raise TargetError(
            f"the adapter's `lacks` names {', '.join(unknown)}, which are not capabilities. The"
            f" capabilities are: {', '.join(CAPABILITIES)}."
        )
    if {"ends-first", "exhaustive"} <= set(lacks) and "merge" not in lacks:
        raise TargetError(
            "the adapter's `lacks` names both ends-first and exhaustive, but a merged stream has to"
            " end with the first of its sources or with the last. Name one of them, or merge."
        )


def _check_callable(name: str, value: object) -> None:
    if name == "State" and not isinstance(value, type):
        raise TargetError(
            f"the adapter's `State` is of type {type(value).__name__!r}, but must be the base class"
            " of state types. Set it to a class, or to None if there is none."
        )
    if not callable(value):
        raise TargetError(
            f"the adapter's `{name}` is of type {type(value).__name__!r}, which can't be called."
            f" Make `{name}` a function, or set it to None if the implementation lacks it."
        )


def _check_binding(adapter: Adapter, name: str, value: Any) -> None:
    if not inspect.ismethod(value) or value.__self__ is not adapter:
        return
    function: Any = value.__func__
    written_inside = any(
        getattr(function, "__qualname__", "").startswith(f"{each.__qualname__}.")
        for each in type(adapter).__mro__
    )
    if written_inside or _takes_self(function):
        return
    raise TargetError(
        f"the adapter's `{name}` is {function.__module__}.{function.__qualname__}, a plain"
        " function assigned in the class, so Python passes it the adapter as its first argument."
        f" Write `{name} = staticmethod(...)`. If it is meant to be a method, call its first"
        " parameter `self`."
    )


def _takes_self(function: Any) -> bool:
    try:
        first = next(iter(inspect.signature(function).parameters.values()), None)
    except (TypeError, ValueError):
        return True
    # A decorator without `functools.wraps` shows `*args`.
    return first is not None and (
        first.name in _SELVES or first.kind is inspect.Parameter.VAR_POSITIONAL
    )


def _check_plain(name: str, value: object) -> None:
    if name not in _MAY_BE_COROUTINES and inspect.iscoroutinefunction(value):
        raise TargetError(
            f"the adapter's `{name}` is an `async def`, but the kit calls it without an `await`,"
            " so that it would never run. Make it a plain function; `stream` and"
            " `stream_concurrently` may also be async generators, with a `yield`."
        )
