"""One execution of a program against an implementation: the state that all operations share."""

import asyncio
from collections.abc import Awaitable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from haiway_conformance.adapter import Adapter
from haiway_conformance.kit_error import KitError
from haiway_conformance.programs.execution.balance import Balance
from haiway_conformance.programs.execution.barriers import Barriers
from haiway_conformance.programs.execution.described import described
from haiway_conformance.programs.execution.failures import Failure
from haiway_conformance.programs.execution.frames import Caused, Frame, Visit
from haiway_conformance.programs.execution.objects import NamedObjects, described_value
from haiway_conformance.programs.execution.pasts import Past
from haiway_conformance.programs.execution.state_types import MADE, state_types
from haiway_conformance.programs.execution.task_names import TaskNames
from haiway_conformance.simulated_loop import Did, SimulatedLoop, Suspensions, Trace

if TYPE_CHECKING:
    from haiway_conformance.programs.execution.callables import OneHandler
    from haiway_conformance.programs.execution.streams import OpenStream
    from haiway_conformance.programs.operations import Block, Provided
    from haiway_conformance.programs.program import Program

__all__ = ("OUTSIDE", "Execution")

OUTSIDE: Final = "outside"
"""The name under which is recorded what no task of the program does."""


class Execution:
    """The state that the operations of one run share.

    Args:
        adapter: The implementation.
        loop: The simulated loop.
        trace: The events.
        has: The implementation's capabilities.
        asked: The suspensions of the tasks that are cancelled from outside, by their names.

    Attributes:
        objects: The objects that the program names.
        barriers: The barriers at which tasks meet.
        balance: The requests to cancel, and where they were not balanced.
        handles: The tasks by name: what `spawn` returned, or asyncio's task.
        managers: The scope objects by name.
        streams: The streams by name.
        raised: The exception that left each scope or helper, by its name.
        bodies: The exception that the body of each scope raised, and its `__cause__` then.
        visits: The calls that entered and exited resources, in order.
        refused_late: The exceptions with which `spawn` refused tasks while their scope was exited
            or failing, as it may.
        pasts: The past of the failure of each task and body, as it was then, by who failed.
        results: What each call of a helper returned, by its name.
        sources: The sources that several calls of helpers read, by name.
        handlers: The handlers of several calls of helpers, by name.
        traces: The trace ids that the program saw, in the order in which it saw them.
        inline: The handler calls that had no asyncio task of their own, each with the task or call
            in whose asyncio task it was carried out.
    """

    # Not a dataclass: in that, more than ten empty containers would have to be made by factories,
    # which takes longer than the rest of making one.

    def __init__(
        self,
        adapter: Adapter,
        loop: SimulatedLoop,
        trace: Trace,
        has: frozenset[str],
        asked: Mapping[str, Suspensions],
    ) -> None:
        self.adapter = adapter
        self.loop = loop
        self.trace = trace
        self.has = has
        self.asked = asked
        self.objects = NamedObjects(loop)
        self.barriers = Barriers(loop)
        self.balance = Balance(loop, trace)
        self.handles: dict[str, Any] = {}
        self.managers: dict[str, Any] = {}
        self.streams: dict[str, OpenStream] = {}
        self.raised: dict[str, BaseException] = {}
        self.bodies: dict[str, Caused] = {}
        self.visits: list[Visit] = []
        self.refused_late: list[BaseException] = []
        self.pasts: dict[str, Past] = {}
        self.results: dict[str, Sequence[object]] = {}
        self.sources: dict[str, Any] = {}
        self.handlers: dict[str, OneHandler] = {}
        self.traces: list[object] = []
        self.inline: dict[str, str] = {}
        self._main: asyncio.Task[Any] | None = None
        self._own: list[asyncio.Task[Any]] = []
        self._names = TaskNames()
        self._under_way: set[str] = set()
        self._states: dict[Provided, Any] = {}

    def main(self, program: "Program") -> Coroutine[Any, Any, None]:
        """Carry out a program, then wait for the tasks that it started itself.

        Args:
            program: The program.

        Raises:
            KitError: If the implementation lacks a capability that the program needs.
        """
        lacking = program.needs - self.has
        for operation in program if lacking else ():
            if missing := operation.needs() & lacking:
                raise KitError(
                    f"{type(operation).__name__} needs the capability {', '.join(sorted(missing))},"
                    " which the implementation lacks: this program must not have been drawn for it"
                )
        return self._carry_out(program.main)

    async def _carry_out(self, block: "Block") -> None:
        frame = Frame("main", None, own=True)
        self._main = asyncio.current_task()
        try:
            await self.task(frame, block)
        finally:
            self._main = None
            for task in self._own:
                if not task.done():
                    await asyncio.wait([task])
                if not task.cancelled():
                    task.exception()  # retrieved: it is in the trace

    async def run(self, block: "Block", frame: Frame) -> None:
        """Carry out operations one after the other.

        Args:
            block: The operations.
            frame: The place at which they are carried out.
        """
        for operation in block:
            await operation.perform(self, frame)

    async def task(self, frame: Frame, block: "Block", arguments: str = "") -> None:
        """Carry out a task, handler or generator, and record its beginning and its end.

        Args:
            frame: Its frame.
            block: Its operations.
            arguments: The arguments it got, as text.
        """
        name, outer = frame.task, ""
        if (current := asyncio.current_task()) is not None:
            outer = self._names.of(current) or ""
            if outer in self._under_way:
                self.inline[name] = outer
            self._names.name(current, name)
        self._under_way.add(name)
        self.trace.record(name, Did.BEGAN, name, arguments)
        self.loop.environment.reach(f"{name} began")
        try:
            await self._watched(name, self.run(block, frame))
        except asyncio.CancelledError:
            self.trace.record(name, Did.STOPPED, name)
            raise
        except BaseException as error:
            if isinstance(error, GeneratorExit) and not isinstance(error, Failure):
                self.trace.record(name, Did.CLOSED, name)
                raise
            self.trace.record(name, Did.FAILED, name, described(error))
            self.note_past(f"task {name}", error)
            raise
        finally:
            self._under_way.discard(name)
            if current is not None and outer in self._under_way:
                self._names.name(current, outer)
        self.trace.record(name, Did.RETURNED, name)

    def note_past(self, who: str, error: BaseException) -> None:
        """Note the past of a failure, to see later whether it was kept.

        Args:
            who: What failed, in words.
            error: What it raised.
        """
        if isinstance(error, Failure):
            self.pasts[who] = Past.of(error)

    def _watched(self, name: str, work: Coroutine[Any, Any, None]) -> Awaitable[None]:
        suspensions = self.asked.get(name)
        return work if suspensions is None else suspensions.track(work)

    async def wait(self, frame: Frame, what: str, future: Awaitable[object]) -> None:
        """Wait for something, and record that.

        Args:
            frame: The place at which it is waited for.
            what: What is waited for, in words.
            future: What is waited for.
        """
        self.trace.record(frame.task, Did.WAITS, what)
        try:
            await future
        except asyncio.CancelledError:
            self.trace.record(frame.task, Did.INTERRUPTED, what)
            raise
        self.trace.record(frame.task, Did.GOES_ON, what)

    # Tasks.

    def start(self, frame: Frame, block: "Block") -> None:
        """Start a task of the program's own.

        Args:
            frame: Its frame.
            block: Its operations.
        """
        task = self.loop.create_task(self.task(frame, block))
        self._own.append(task)
        self.handles[frame.task] = task

    def name_of_task(self, task: asyncio.Task[Any]) -> str | None:
        """Return the program's name for what an asyncio task carries out, or None."""
        return self._names.of(task)

    def known_as(self, task: asyncio.Task[Any]) -> str | None:
        """Return the program's name for a task, begun or not; None for the implementation's own."""
        name = self.name_of_task(task)
        if name is None:
            name = next((it for it, handle in self.handles.items() if handle is task), None)
        return name

    def is_own(self, task: object) -> bool:
        """Return whether an asyncio task was started by the program itself."""
        return any(each is task for each in self._own)

    def cancel_from_outside(self, name: str) -> None:
        """Cancel a task as code outside of the program does, if the task is there."""
        handle = self._main if name == "main" else self.handles.get(name)
        if handle is not None:
            self.trace.record(OUTSIDE, Did.REQUESTS, name)
            self.balance.note_request(name)
            handle.cancel()

    # Arguments and state.

    def arguments(self, positional: tuple[Any, ...], keyword: dict[str, Any]) -> str:
        """Return the names of the arguments with which a function was called."""
        name_of = self.objects.name_of
        parts = [name_of(each) for each in positional]
        parts += [f"{key}={name_of(value)}" for key, value in keyword.items()]
        return ", ".join(parts)

    def state_type(self, name: str) -> Any:
        """Return the type of state of a name."""
        return state_types(self.adapter.State)[name]

    def state(self, provided: "Provided") -> Any:
        """Return the state object of a type and value: always the same object."""
        if provided not in self._states:
            made = self.state_type(provided.type)(label=provided.value)
            self._states[provided] = made
        return self._states[provided]

    def name_of_state(self, found: Any) -> str:
        """Return the value of a state object, and say if it is not the object that was provided."""
        label = getattr(found, "label", None)
        if label is None or isinstance(found, type):
            return described_value(found)
        same = any(each is found for each in self._states.values())
        return str(label) if same or label in MADE.values() else f"{label}, but another object"
