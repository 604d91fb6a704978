"""Check what an adapter's helpers and streams return, without running them: `complaint_about`."""

import asyncio
import inspect
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any, Final

from haiway_conformance.adapter.adapter import Adapter

__all__ = ("RETURNING", "complaint_about")

RETURNING: Final = {
    "process": "process_concurrently",
    "execute": "execute_concurrently",
    "stream": "stream",
    "merge": "stream_concurrently",
}
"""The capabilities whose function returns something that is awaited or iterated."""


def complaint_about(adapter: Adapter, name: str) -> str | None:
    """Call a helper or make a stream, and say what is wrong with what it returns.

    Args:
        adapter: The adapter.
        name: One of the functions in `RETURNING`, which is called where its scope is entered.

    Returns:
        A message for the adapter's author; None if nothing is wrong with it, or if the call raises:
        how the function behaves is left to the suite.
    """
    made: object = None
    with suppress(Exception):
        made = _call(adapter, name)
        if name in ("stream", "stream_concurrently"):
            return _complaint_about_stream(name, made)
        return _complaint_about_call(name, made)
    return None


def _call(adapter: Adapter, name: str) -> object:
    async def generate(*_args: Any, **_kwargs: Any) -> AsyncGenerator[int]:
        yield 1

    async def handle(given: int) -> int:
        return given

    match name:
        case "process_concurrently":
            return adapter.process_concurrently([1], handle, concurrent_tasks=1)
        case "execute_concurrently":
            return adapter.execute_concurrently(handle, [1], concurrent_tasks=1)
        case "stream":
            return adapter.stream(generate)
        case _:
            return adapter.stream_concurrently(generate(), generate())


def _complaint_about_call(name: str, made: object) -> str | None:
    if inspect.iscoroutine(made):
        made.close()
        return None
    if asyncio.isfuture(made):
        made.cancel()
        return None
    if inspect.isawaitable(made):
        return None
    return (
        f"`{name}(...)` returned {_kind(made)}, which can't be awaited. Make it an `async def`, or"
        " return an awaitable that is done when every element has been handled."
    )


def _complaint_about_stream(name: str, made: object) -> str | None:
    if hasattr(type(made), "__aiter__") or hasattr(type(made), "__anext__"):
        return None
    if inspect.iscoroutine(made):
        made.close()
    return (
        f"`{name}(...)` returned {_kind(made)}, which `async for` can't iterate. Make it an async"
        " generator, or a plain function that returns an asynchronous iterator."
    )


def _kind(thing: object) -> str:
    return "None" if thing is None else f"{type(thing).__name__!r}"
