"""The streams that a program has opened: `OpenStream`, and asking one for an item."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from haiway_conformance.programs.execution.described import brought_along
from haiway_conformance.programs.execution.frames import Frame
from haiway_conformance.simulated_loop import Did

if TYPE_CHECKING:
    from haiway_conformance.programs.execution.elements import Elements
    from haiway_conformance.programs.execution.execution import Execution

__all__ = ("OpenStream", "ask", "iterator_of", "open_stream")


@dataclass(slots=True)
class OpenStream:
    """A stream of the program.

    Attributes:
        iterator: The object that gives its items: usually the stream itself.
        make: Makes another stream of the same generator function, or of the same sources.
        elements: The elements of each source, by the name of the source's owner.
        delivered: The names of the items that consumers have got.
    """

    iterator: AsyncIterator[Any]
    make: Callable[[], Any]
    elements: "dict[str, Elements]"
    delivered: set[str] = field(default_factory=set[str])

    def deliver(self, execution: "Execution", item: object) -> str:
        """Note that an item was delivered, and return its name.

        Of items that are the same object, it is the first that was not delivered before.
        """
        names = [
            f"{owner}[{index}]"
            for owner, elements in self.elements.items()
            for index in elements.indices_of(item)
        ]
        name = next((each for each in names if each not in self.delivered), None)
        if name is None:
            return names[0] if names else execution.objects.name_of(item)
        self.delivered.add(name)
        return name


def open_stream(
    execution: "Execution",
    frame: Frame,
    name: str,
    make: Callable[[], Any],
    elements: "dict[str, Elements]",
) -> None:
    """Make a stream, and record that.

    Args:
        execution: The run.
        frame: The place at which it is made.
        name: The stream's name.
        make: Makes it.
        elements: The elements of each source, by the name of the source's owner.
    """
    execution.trace.record(frame.task, Did.OPENS, name, frame.scope or "")
    execution.streams[name] = OpenStream(iterator_of(make()), make, elements)


def iterator_of(made: Any) -> AsyncIterator[Any]:
    """Return the object that gives the items of a stream: usually the stream itself."""
    return made if hasattr(made, "__anext__") else aiter(made)


async def ask(execution: "Execution", name: str, frame: Frame) -> bool:
    """Ask a stream for an item, and record the answer.

    Args:
        execution: The run.
        name: The stream's name.
        frame: The place at which it is asked.

    Returns:
        Whether there was an item; False if the stream has ended.
    """
    stream, trace = execution.streams[name], execution.trace
    trace.record(frame.task, Did.ASKS, name)
    execution.loop.environment.reach(f"{frame.task} asks {name}")
    try:
        item = await anext(stream.iterator)
    except StopAsyncIteration:
        trace.record(frame.task, Did.ENDED, name)
        return False
    except asyncio.CancelledError as error:
        trace.record(frame.task, Did.INTERRUPTED, f"stream {name}", brought_along(error))
        raise
    except BaseException as error:
        trace.record(frame.task, Did.GOT, name, f"raised {execution.objects.name_of(error)}")
        raise
    delivered = stream.deliver(execution, item)
    trace.record(frame.task, Did.ITEM, name, delivered)
    execution.loop.environment.reach(f"{delivered} delivered")
    return True
