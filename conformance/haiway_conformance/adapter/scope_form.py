"""What is wrong with what `scope` returns: the most usual mistake in an adapter."""

import inspect
from typing import Final

__all__ = ("complaint_about_scope",)

_RIGHT: Final = (
    " Write it as an `async def` with one `yield`, decorated with"
    " `contextlib.asynccontextmanager`, or let a plain function return an object with"
    " `__aenter__` and `__aexit__`."
)


def complaint_about_scope(made: object) -> str | None:
    """Say what is wrong with a scope that was made.

    Args:
        made: What `scope(...)` returned. It is not entered.

    Returns:
        A complaint for the adapter's author; None if it can be used with `async with`.
    """
    what = _mistake(made)
    return None if what is None else f"`scope(...)` returned {what}{_RIGHT}"


def _mistake(made: object) -> str | None:
    if hasattr(type(made), "__aenter__") and hasattr(type(made), "__aexit__"):
        return _mistake_in_decorated(made)
    if inspect.iscoroutine(made):
        made.close()
        return (
            "a coroutine, so it is an `async def` without a `yield`, and `async with` can't enter"
            " that."
        )
    if inspect.isasyncgen(made) or inspect.isgenerator(made):
        return (
            "a bare generator, so its function lacks a decorator, and `async with` can't enter"
            " that."
        )
    if made is None:
        return "None, which is no asynchronous context manager: is a `return` missing?"
    kind = f"{type(made).__name__!r}"
    if hasattr(type(made), "__enter__"):
        return (
            f"{kind}, a plain context manager, as `contextlib.contextmanager` makes it: `async"
            " with` needs an asynchronous one."
        )
    return f"{kind}, which is no asynchronous context manager: it lacks `__aenter__`, `__aexit__`."


def _mistake_in_decorated(made: object) -> str | None:
    # The decorator takes any function, and complains in words of its own when it is entered.
    if type(made).__module__ != "contextlib":
        return None
    generator = getattr(made, "gen", None)
    if inspect.iscoroutine(generator):
        generator.close()
        return (
            "what `contextlib.asynccontextmanager` makes of an `async def` without a `yield`:"
            " there is no place in it where the scope's body would run."
        )
    if inspect.isgenerator(generator):
        return (
            "what `contextlib.asynccontextmanager` makes of a plain `def` with a `yield`: it must"
            " be an `async def`."
        )
    return None
