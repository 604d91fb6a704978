"""The smoke check: is the adapter itself plugged in right? Judges no clause."""

import asyncio
import inspect
from collections.abc import Coroutine
from typing import Any

from haiway_conformance.adapter.adapter import Adapter
from haiway_conformance.adapter.capability import CAPABILITIES, capabilities
from haiway_conformance.adapter.target import TargetError
from haiway_conformance.simulation import Raised, Returned, SimulatedLoop, simulate

__all__ = ("smoke_check",)


def smoke_check(adapter: Adapter) -> None:
    """Use each basic part of an adapter once, in the simplest way there is.

    Args:
        adapter: The adapter.

    Raises:
        TargetError: If a part is missing or has not the form required. What only behaves wrongly
            is left to the suite.
    """
    unknown = sorted(set(adapter.lacks) - set(CAPABILITIES))
    if unknown:
        raise TargetError(
            f"the adapter's `lacks` names {', '.join(unknown)}, which are no capabilities. Known"
            f" are: {', '.join(CAPABILITIES)}."
        )
    present = capabilities(adapter)
    if "scope" not in present:
        raise TargetError(
            "the adapter has no `scope`, without which nothing can be judged. Give it a function"
            " `scope(name, /, *state, disposables=None)` that returns an asynchronous context"
            " manager."
        )
    _try("entering and leaving an empty scope", adapter, _scope(adapter))
    if "spawn" in present:
        _try("spawning a task in a scope and awaiting it", adapter, _spawn(adapter))
    if present & {"state", "variable"}:
        _try("declaring, making and looking up a State", adapter, _state(adapter, present))


def _try(what: str, adapter: Adapter, attempt: Coroutine[Any, Any, None]) -> None:
    loop = SimulatedLoop(task_factory=adapter.task_factory, iterations=1_000)
    ending = simulate(loop, attempt).ending
    match ending:
        case Returned():
            return
        case Raised(error=TargetError() as error):
            raise error
        case Raised(error=error):
            raise TargetError(
                f"{what} raised {type(error).__name__}: {error}. This is the simplest use there"
                " is, so the adapter is probably not plugged in right: compare its signatures"
                " with those in the documentation of `haiway_conformance.Adapter`."
            ) from error
        case _:
            raise TargetError(
                f"{what} never came to an end (tasks were waiting in:"
                f" {', '.join(ending.waiting)}). A scope whose only task has ended has nothing to"
                " wait for, so the adapter is probably not plugged in right."
            )


async def _scope(adapter: Adapter) -> None:
    async with manager(adapter):
        pass


def manager(adapter: Adapter) -> Any:
    """Make a scope, and say what is wrong with it if it can't be entered.

    Args:
        adapter: The adapter.

    Raises:
        TargetError: If what `scope` returns is no asynchronous context manager.
    """
    made = adapter.scope("smoke")
    if inspect.iscoroutine(made):
        made.close()
        raise TargetError(
            "`scope(...)` returned a coroutine, so it is an `async def`. It must be a plain"
            " function that returns an asynchronous context manager; with a generator, decorate it"
            " with `contextlib.asynccontextmanager`."
        )
    if not (hasattr(type(made), "__aenter__") and hasattr(type(made), "__aexit__")):
        hint = (
            "it is a plain context manager: `async with` needs `__aenter__` and `__aexit__`"
            if hasattr(type(made), "__enter__")
            else "it has no `__aenter__` and `__aexit__`"
        )
        raise TargetError(
            f"`scope(...)` returned {type(made).__name__!r}, which is no asynchronous context"
            f" manager: {hint}. Return one, for instance from a function decorated with"
            " `contextlib.asynccontextmanager`."
        )
    return made


async def _spawn(adapter: Adapter) -> None:
    async def work() -> str:
        await asyncio.sleep(0)
        return "done"

    async with manager(adapter):
        task = adapter.spawn(work)
        if not inspect.isawaitable(task):
            raise TargetError(
                f"`spawn(...)` returned {type(task).__name__!r}, which can't be awaited. It must"
                " return the task, an awaitable that gives the function's result."
            )
        await task


async def _state(adapter: Adapter, present: frozenset[str]) -> None:
    try:

        class Smoke(adapter.State):
            label: str

        made = Smoke(label="smoke")
    except Exception as error:
        raise TargetError(
            f"a class derived from `State` with the annotation `label: str`, made as"
            f" Smoke(label='smoke'), raised {type(error).__name__}: {error}. `State` must be a"
            " class whose subclasses are declared by annotations and made by keyword; set it to"
            " None if there is none."
        ) from error
    if made.label != "smoke":
        raise TargetError(
            f"a State made with label='smoke' has label {made.label!r}: its attributes must be"
            " those given by keyword."
        )
    async with manager(adapter):
        if "state" in present:
            adapter.state(Smoke, default=made)
        if "variable" in present:
            adapter.variable(made)
            adapter.variable(Smoke)
