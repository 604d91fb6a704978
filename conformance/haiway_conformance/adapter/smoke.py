"""The smoke check of an adapter, before any clause is judged: `smoke_check`."""

import asyncio
import inspect
from collections.abc import Coroutine
from contextlib import nullcontext
from typing import Any

from haiway_conformance.adapter.adapter import Adapter
from haiway_conformance.adapter.calls import check_calls
from haiway_conformance.adapter.capability import capabilities
from haiway_conformance.adapter.form import check_form
from haiway_conformance.adapter.helper_form import RETURNING, complaint_about
from haiway_conformance.adapter.scope_form import complaint_about_scope
from haiway_conformance.adapter.spawning import spawned
from haiway_conformance.adapter.target import TargetError, in_words
from haiway_conformance.simulated_loop import Raised, Returned, SimulatedLoop, run_simulated

__all__ = ("smoke_check",)


def smoke_check(adapter: Adapter) -> None:
    """Check an adapter's attributes, then use each basic part of it once, in the simplest way.

    Args:
        adapter: The adapter.

    Raises:
        TargetError: If a part is missing or does not have the required form. Whether it behaves as
            specified is left to the suite.
    """
    check_form(adapter)
    present = capabilities(adapter)
    if not present:
        raise TargetError(
            "there is neither a `scope` nor one of the helpers, or the adapter's `lacks` names"
            " them, so nothing can be judged. Give the adapter a function `scope(name, /, *state,"
            " disposables=None)` that returns an asynchronous context manager, or one of"
            " `process_concurrently`, `execute_concurrently` and `stream_concurrently`."
        )
    check_calls(adapter, present)
    if "scope" in present:
        _try(
            "entering and leaving an empty scope, `async with scope(name)`,",
            adapter,
            _scope(adapter),
        )
    if "spawn" in present:
        _try(
            "spawning a task in a scope and awaiting it, `await spawn(function)`,",
            adapter,
            _spawn(adapter),
        )
    for capability, name in RETURNING.items():
        if capability in present:
            _check_returned(adapter, name, scoped="scope" in present)
    if present & {"state", "variable"}:
        _try("looking up a State in a scope", adapter, _state(adapter, present))


def _try(what: str, adapter: Adapter, attempt: Coroutine[Any, Any, str | None]) -> None:
    loop = SimulatedLoop(task_factory=adapter.task_factory)
    ending = run_simulated(loop, attempt).ending
    match ending:
        case Returned(value=None):
            return
        case Returned(value=complaint):
            raise TargetError(str(complaint))
        case Raised(error=TargetError() | KeyboardInterrupt() as error):
            raise error
        case Raised(error=error):
            raise TargetError(
                f"{what} raised {in_words(error)}. {_likely_reason(error)}"
            ) from error
        case _:
            raise TargetError(
                f"{what} never ended (tasks were waiting in: {', '.join(ending.waiting)}). It has"
                " nothing to wait for, so the adapter probably connects the wrong functions; or it"
                " waits for something outside the event loop, such as a thread or a process, which"
                " the kit's loop cannot see."
            )


def _likely_reason(error: BaseException) -> str:
    lacking = isinstance(error, AttributeError) and isinstance(error.obj, SimulatedLoop)
    if isinstance(error, NotImplementedError) or lacking:
        return (
            "Either the adapter is not finished, or the implementation needs something of the event"
            " loop that the kit's simulated loop does not have: sockets, processes, or signals."
        )
    return (
        "This is the simplest use there is, so the adapter probably connects the wrong functions:"
        " compare its signatures with those in the docstring of `haiway_conformance.Adapter`. Or"
        " the implementation needs another event loop than the kit's."
    )


async def _scope(adapter: Adapter) -> None:
    async with _made_scope(adapter):
        pass


def _check_returned(adapter: Adapter, name: str, *, scoped: bool) -> None:
    found: list[str] = []

    async def attempt() -> None:
        async with _made_scope(adapter) if scoped else nullcontext():
            found.extend(filter(None, [complaint_about(adapter, name)]))

    # However it ends: an unused stream may keep the scope from exiting, which a clause is about.
    run_simulated(SimulatedLoop(task_factory=adapter.task_factory), attempt())
    if found:
        raise TargetError(found[0])


def _made_scope(adapter: Adapter) -> Any:
    made = adapter.scope("smoke")
    if complaint := complaint_about_scope(made):
        raise TargetError(complaint)
    return made


async def _spawn(adapter: Adapter) -> str | None:
    async def work() -> str:
        await asyncio.sleep(0)
        return "done"

    async with _made_scope(adapter):
        task = await spawned(adapter, work)
        # Returned, not raised: the scope may do anything with an exception.
        if complaint := _complaint_about_task(task):
            return complaint
        await task
    return None


def _complaint_about_task(task: object) -> str | None:
    if inspect.iscoroutine(task):
        task.close()
        return (
            "`spawn(...)` gave a coroutine instead of a task: it only calls the function. It must"
            " start a task at once and return it; an `async def` may do that too."
        )
    if not inspect.isawaitable(task):
        missing = " (is a `return` missing?)" if task is None else ""
        return (
            f"`spawn(...)` returned {_kind(task)}{missing}, which can't be awaited. It must return"
            " the task, an awaitable with the function's result."
        )
    return None


async def _state(adapter: Adapter, present: frozenset[str]) -> str | None:
    advice = (
        "`State` must be a class whose subclasses are declared by annotations and made by keyword;"
        " set it to None if the implementation has none."
    )
    try:

        class Smoke(adapter.State):
            label: str

    except Exception as error:
        raise TargetError(
            "declaring `class Smoke(State)` with the annotation `label: str` raised"
            f" {in_words(error)}. {advice}"
        ) from error
    try:
        made = Smoke(label="smoke")
    except Exception as error:
        raise TargetError(
            "making a State by keyword, `Smoke(label='smoke')` of `class Smoke(State)` with the"
            f" annotation `label: str`, raised {in_words(error)}. {advice}"
        ) from error
    if (label := getattr(made, "label", None)) != "smoke":
        raise TargetError(
            f"a State made by Smoke(label='smoke') has the label {label!r}: its attributes must be"
            f" those passed by keyword. {advice}"
        )
    async with _made_scope(adapter):
        if "state" in present:
            adapter.state(Smoke, default=made)
        if "variable" in present:
            adapter.variable(made)
            adapter.variable(Smoke)
    return None


def _kind(thing: object) -> str:
    return "None" if thing is None else f"{type(thing).__name__!r}"
