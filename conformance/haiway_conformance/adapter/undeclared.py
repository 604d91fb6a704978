"""Find what an implementation lacks without saying so: `undeclared`."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import nullcontext
from types import MappingProxyType
from typing import Any, Final

from haiway_conformance.adapter.adapter import Adapter
from haiway_conformance.adapter.capability import capabilities
from haiway_conformance.adapter.target import in_words
from haiway_conformance.simulated_loop import SimulatedLoop, run_simulated

__all__ = ("JUDGED_BY", "undeclared")

JUDGED_BY: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {"async-sources": frozenset({"process/sources", "execute/sources"})}
)
"""The clauses that an implementation violates if it lacks a capability and does not declare it."""


def undeclared(adapter: Adapter) -> Mapping[str, str]:
    """Try capabilities that can't be found by looking.

    Args:
        adapter: The adapter, which passes the smoke check.

    Returns:
        The capabilities without which it turns out to be, though it does not declare that, each
        with what showed it.
    """
    present = capabilities(adapter)
    if "async-sources" not in present:
        return {}
    for capability, call in (("process", _process), ("execute", _execute)):
        if capability in present:
            error = _refusal_of_async_source(adapter, call, scoped="scope" in present)
            if error is not None:
                return {"async-sources": f"`{capability}_concurrently` raised {in_words(error)}"}
    return {}


def _process(adapter: Adapter, source: Any, handle: Any) -> Any:
    return adapter.process_concurrently(source, handle, concurrent_tasks=1)


def _execute(adapter: Adapter, source: Any, handle: Any) -> Any:
    return adapter.execute_concurrently(handle, source, concurrent_tasks=1)


def _refusal_of_async_source(adapter: Adapter, call: Any, *, scoped: bool) -> Exception | None:
    """Return the error with which a helper takes an async generator for none, or None."""
    began = False

    async def generate() -> AsyncGenerator[int]:
        nonlocal began
        began = True
        yield 1

    if _type_error(adapter, call, [1], scoped=scoped) is not None:
        return None  # it raises whatever the source is, which other clauses are about
    error = _type_error(adapter, call, generate(), scoped=scoped)
    return None if began else error


def _type_error(adapter: Adapter, call: Any, source: Any, *, scoped: bool) -> Exception | None:
    found: list[Exception] = []

    async def handle(given: int) -> None: ...

    async def attempt() -> None:
        async with adapter.scope("smoke") if scoped else nullcontext():
            try:
                await call(adapter, source, handle)
            except (TypeError, AttributeError) as error:
                found.append(error)

    run_simulated(SimulatedLoop(task_factory=adapter.task_factory), attempt())
    return found[0] if found else None
