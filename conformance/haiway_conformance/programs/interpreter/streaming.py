"""Carrying out operations on streams."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from haiway_conformance.programs.interpreter.calling import standing_for
from haiway_conformance.programs.interpreter.execution import Execution, performs
from haiway_conformance.programs.interpreter.failures import brought_along
from haiway_conformance.programs.interpreter.frames import Frame
from haiway_conformance.programs.interpreter.sourcing import Elements, Reading, source_of
from haiway_conformance.programs.operations import (
    Close,
    Consume,
    Iterate,
    Merge,
    Next,
    Open,
)
from haiway_conformance.simulation import Did

__all__ = ()


@performs(Iterate, needs="stream")
async def iterate(execution: Execution, operation: Iterate, frame: Frame) -> None:
    """Consume a stream, carrying out the body for each item."""
    inner = Frame(operation.stream, frame.scope)
    trace = execution.trace

    async def generate() -> AsyncGenerator[Any, None]:
        trace.record(inner.task, Did.BEGAN, inner.task)
        execution.loop.world.reach(f"{inner.task} began")
        try:
            for index in range(operation.items):
                await execution.run(operation.before, inner)
                yield execution.token(f"item {index} of {inner.task}")
        finally:
            trace.record(inner.task, Did.RETURNED, inner.task)

    async for item in execution.adapter.stream(generate):
        trace.record(frame.task, Did.ITEM, inner.task, execution.name_of(item))
        await execution.run(operation.body, frame)


@dataclass(slots=True)
class _Stream:
    """A stream of the program.

    Attributes:
        iterator: What gives its items: the stream itself, mostly.
        elements: By the name of each source's owner, its elements.
        given: The names of the items that consumers have got.
    """

    iterator: AsyncIterator[Any]
    elements: dict[str, Elements]
    given: set[str] = field(default_factory=set[str])

    def give(self, execution: Execution, item: object) -> str:
        """Note that an item was delivered; its name.

        Of items that are the same object, it is the first that was not delivered before.
        """
        names = [
            f"{owner}[{index}]"
            for owner, elements in self.elements.items()
            for index in elements.indices_of(item)
        ]
        name = next((each for each in names if each not in self.given), None)
        if name is None:
            return names[0] if names else execution.name_of(item)
        self.given.add(name)
        return name


@performs(Open, needs="stream")
async def open_(execution: Execution, operation: Open, frame: Frame) -> None:
    """Make a stream of a generator."""
    name, source = operation.stream, operation.source
    elements = Elements(execution, name, source)
    reading = Reading(execution, name, source, elements, frame)
    generate = standing_for(reading.generate_async, operation.generator)
    positional = [execution.token(each) for each in operation.positional]
    keyword = {key: execution.token(each) for key, each in operation.keyword}
    execution.trace.record(frame.task, Did.OPENS, name, frame.scope or "")
    made = execution.adapter.stream(generate, *positional, **keyword)
    execution.opened[name] = _Stream(_iterator(made), {name: elements})


@performs(Merge, needs="merge")
async def merge(execution: Execution, operation: Merge, frame: Frame) -> None:
    """Make a stream of several sources."""
    name = operation.stream
    if len(operation.sources) < 2:  # noqa: PLR2004 - so few can't be merged
        return
    owners = dict(zip([name, f"{name}.b", f"{name}.c"], operation.sources, strict=False))
    elements = {owner: Elements(execution, owner, source) for owner, source in owners.items()}
    sources = [
        source_of(execution, owner, source, elements[owner], frame)
        for owner, source in owners.items()
    ]
    more = {"exhaustive": True} if operation.exhaustive else {}
    execution.trace.record(frame.task, Did.OPENS, name, frame.scope or "")
    made = execution.adapter.stream_concurrently(*sources, **more)
    execution.opened[name] = _Stream(_iterator(made), elements)


def _iterator(made: Any) -> AsyncIterator[Any]:
    return made if hasattr(made, "__anext__") else aiter(made)


async def _ask(execution: Execution, name: str, frame: Frame) -> bool:
    """Ask a stream for an item and note what comes; whether it was one."""
    stream: _Stream = execution.opened[name]
    trace = execution.trace
    trace.record(frame.task, Did.ASKS, name)
    execution.loop.world.reach(f"{frame.task} asks {name}")
    try:
        item = await anext(stream.iterator)
    except StopAsyncIteration:
        trace.record(frame.task, Did.ENDED, name)
        return False
    except asyncio.CancelledError as error:
        trace.record(frame.task, Did.INTERRUPTED, f"stream {name}", brought_along(error))
        raise
    except BaseException as error:
        trace.record(frame.task, Did.GOT, name, f"raised {execution.name_of(error)}")
        raise
    given = stream.give(execution, item)
    trace.record(frame.task, Did.ITEM, name, given)
    execution.loop.world.reach(f"{given} delivered")
    return True


@performs(Consume)
async def consume(execution: Execution, operation: Consume, frame: Frame) -> None:
    """Loop over a stream."""
    if operation.stream not in execution.opened:
        return
    stream: _Stream = execution.opened[operation.stream]
    stream.iterator = aiter(stream.iterator)
    left = operation.items
    while await _ask(execution, operation.stream, frame):
        await execution.run(operation.body, frame)
        left = None if left is None else left - 1
        if left == 0:
            break


@performs(Next)
async def next_(execution: Execution, operation: Next, frame: Frame) -> None:
    """Ask a stream for items."""
    for _ in range(operation.times if operation.stream in execution.opened else 0):
        await _ask(execution, operation.stream, frame)


@performs(Close)
async def close(execution: Execution, operation: Close, frame: Frame) -> None:
    """Close a stream."""
    stream: _Stream | None = execution.opened.get(operation.stream)
    if stream is None:
        return
    aclose = getattr(stream.iterator, "aclose", None)
    what = f"aclose of {operation.stream}"
    if aclose is None:
        execution.trace.record(frame.task, Did.SAW, what, "missing")
        return
    execution.trace.record(frame.task, Did.WAITS, what)
    try:
        await aclose()
    except asyncio.CancelledError:
        execution.trace.record(frame.task, Did.INTERRUPTED, what)
        raise
    except BaseException as error:
        execution.trace.record(frame.task, Did.SAW, what, f"raised {execution.name_of(error)}")
        raise
    execution.trace.record(frame.task, Did.SAW, what, "done")
