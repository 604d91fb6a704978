"""Check what an adapter's `scope` returns, the most common mistake in adapters."""

import inspect
from typing import Final

__all__ = ("complaint_about_scope",)

_RIGHT: Final = (
    " Write it as an `async def` with one `yield`, decorated with"
    " `contextlib.asynccontextmanager`, or let a plain function return an object with"
    " `__aenter__` and `__aexit__`."
)


def complaint_about_scope(made: object) -> str | None:
    """Say what is wrong with a scope.

    Args:
        made: What `scope(...)` returned. It is not entered.

    Returns:
        A message for the adapter's author; None if `async with` can use it.
    """
    what = _mistake(made)
    return None if what is None else f"`scope(...)` returned {what}{_RIGHT}"


def _mistake(made: object) -> str | None:
    if hasattr(type(made), "__aenter__") and hasattr(type(made), "__aexit__"):
        return _mistake_in_decorated(made)
    if inspect.iscoroutine(made):
        made.close()
        return (
            "a coroutine, which `async with` can't enter: `scope` is an `async def` without a"
            " `yield`."
        )
    if inspect.isasyncgen(made) or inspect.isgenerator(made):
        return "a bare generator, which `async with` can't enter: `scope` lacks its decorator."
    if made is None:
        return "None, which is not an asynchronous context manager: is a `return` missing?"
    kind = f"{type(made).__name__!r}"
    if hasattr(type(made), "__enter__"):
        return (
            f"{kind}, a plain context manager, as `contextlib.contextmanager` makes it: `async"
            " with` needs an asynchronous one."
        )
    return (
        f"{kind}, which is not an asynchronous context manager: it lacks `__aenter__` and"
        " `__aexit__`."
    )


def _mistake_in_decorated(made: object) -> str | None:
    # The decorator accepts any function, and raises a less helpful error when the scope is entered.
    if type(made).__module__ != "contextlib":
        return None
    generator = getattr(made, "gen", None)
    if inspect.iscoroutine(generator):
        generator.close()
        return (
            "what `contextlib.asynccontextmanager` makes of an `async def` without a `yield`: the"
            " scope's body runs at the `yield`."
        )
    if inspect.isgenerator(generator):
        return (
            "what `contextlib.asynccontextmanager` makes of a plain `def` with a `yield`: it must"
            " be an `async def`."
        )
    return None
