"""One execution of a program against an implementation: the state that all operations share."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from haiway_conformance.adapter import Adapter
from haiway_conformance.programs.interpreter.failures import FAILURES, Failure, described
from haiway_conformance.programs.interpreter.frames import Caused, Frame, Imbalance
from haiway_conformance.programs.interpreter.values import (
    CONTAINERS,
    SINGLES,
    AwaitableToken,
    Token,
    state_types,
)
from haiway_conformance.programs.operations import Block, Failing, Outcome, Provided
from haiway_conformance.simulation import Did, SimulatedLoop, Suspensions, Trace

__all__ = ("OUTSIDE", "Execution", "performs")

OUTSIDE: Final = "outside"
"""Under this name is recorded what is done by no task of the program."""

_PLAIN: Final[dict[Outcome, object]] = {"none": None, "zero": 0, "false": False, "empty": ()}

type Performer = Callable[["Execution", Any, "Frame"], Awaitable[None]]

_PERFORMERS: Final[dict[type, tuple[Performer, str | None]]] = {}


def performs(kind: type, needs: str | None = None) -> Callable[[Performer], Performer]:
    """Register the coroutine function that carries out one kind of operation.

    Args:
        kind: The operation's class.
        needs: The capability without which it does nothing.
    """

    def register(performer: Performer) -> Performer:
        _PERFORMERS[kind] = (performer, needs)
        return performer

    return register


@dataclass(slots=True, eq=False)
class Execution:
    """What the operations of one run share.

    Attributes:
        adapter: The implementation.
        loop: The simulated loop.
        trace: Where events are recorded.
        has: The implementation's capabilities. An operation that needs one which is missing does
            nothing, as one does that names a task which does not exist.
        asked: The suspensions of the tasks that somebody outside may ask to stop, by their names.
        handles: The tasks by name: what `spawn` returned, or asyncio's task.
        managers: The scope objects by name.
        raised: What left each scope or helper, by its name.
        bodies: What the body of each scope raised, and what its `__cause__` was then.
        refused_late: The exceptions with which `spawn` refused tasks while their scope was exited
            or failing, as it may.
        unbalanced: Scopes and deadlines after which `cancelling()` was not what it was before.
    """

    adapter: Adapter
    loop: SimulatedLoop
    trace: Trace
    has: frozenset[str]
    asked: Mapping[str, Suspensions] = field(default_factory=dict[str, Suspensions])
    handles: dict[str, Any] = field(default_factory=dict[str, Any])
    managers: dict[str, Any] = field(default_factory=dict[str, Any])
    raised: dict[str, BaseException] = field(default_factory=dict[str, BaseException])
    bodies: dict[str, Caused] = field(default_factory=dict[str, Caused])
    barriers: dict[str, tuple[int, asyncio.Future[None]]] = field(
        default_factory=dict[str, tuple[int, asyncio.Future[None]]]
    )
    refused_late: list[BaseException] = field(default_factory=list[BaseException])
    opened: dict[str, Any] = field(default_factory=dict[str, Any])
    unbalanced: list[Imbalance] = field(default_factory=list[Imbalance])
    traces: list[object] = field(default_factory=list[object])
    _main: asyncio.Task[Any] | None = None
    _own: list[asyncio.Task[Any]] = field(default_factory=list[asyncio.Task[Any]])
    _names: dict[asyncio.Task[Any], str] = field(default_factory=dict[asyncio.Task[Any], str])
    _requests: dict[str, int] = field(default_factory=dict[str, int])
    _errors: dict[str, Failure] = field(default_factory=dict[str, Failure])
    _tokens: dict[str, object] = field(default_factory=dict[str, object])
    _states: dict[Provided, Any] = field(default_factory=dict[Provided, Any])

    async def main(self, block: Block) -> None:
        """Carry out a program, then end what it started itself.

        Args:
            block: The program's operations.
        """
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
                    task.exception()  # its events tell; nobody needs to complain of it

    async def run(self, block: Block, frame: Frame) -> None:
        """Carry out operations one after the other.

        Args:
            block: The operations.
            frame: Where.
        """
        for operation in block:
            performer, needs = _PERFORMERS[type(operation)]
            if needs is None or needs in self.has:
                await performer(self, operation, frame)

    async def task(self, frame: Frame, block: Block, arguments: str = "") -> None:
        """Carry out what a task, handler or generator does, and record its beginning and end.

        Args:
            frame: Its frame.
            block: Its operations.
            arguments: The arguments it got, as text.
        """
        name = frame.task
        if (current := asyncio.current_task()) is not None:
            self._names[current] = name
        self.trace.record(name, Did.BEGAN, name, arguments)
        self.loop.world.reach(f"{name} began")
        try:
            await self._watched(name, self.run(block, frame))
        except asyncio.CancelledError:
            self.trace.record(name, Did.STOPPED, name)
            raise
        except GeneratorExit:
            self.trace.record(name, Did.CLOSED, name)
            raise
        except BaseException as error:
            self.trace.record(name, Did.FAILED, name, described(error))
            raise
        self.trace.record(name, Did.RETURNED, name)

    def _watched(self, name: str, work: Coroutine[Any, Any, None]) -> Awaitable[None]:
        suspensions = self.asked.get(name)
        return work if suspensions is None else suspensions.watch(work)

    def start(self, frame: Frame, block: Block) -> None:
        """Start a task of the program's own."""
        frame = replace(frame, own=True, guarded=False)
        task = self.loop.create_task(self.task(frame, block))
        self._own.append(task)
        self.handles[frame.task] = task

    def name_of_task(self, task: asyncio.Task[Any]) -> str | None:
        """The program's name for what an asyncio task carries out, or None."""
        return self._names.get(task)

    def known_as(self, task: asyncio.Task[Any]) -> str | None:
        """The program's name for a task, begun or not; None for the implementation's own."""
        name = self._names.get(task)
        if name is None:
            name = next((it for it, handle in self.handles.items() if handle is task), None)
        return name

    def is_own(self, task: object) -> bool:
        """Whether an asyncio task was started by the program itself."""
        return any(each is task for each in self._own)

    def stop(self, name: str) -> None:
        """Ask a task to stop, as somebody outside does, if it is there."""
        handle = self._main if name == "main" else self.handles.get(name)
        if handle is not None:
            self.trace.record(OUTSIDE, Did.REQUESTS, name)
            self.request(name)
            handle.cancel()

    # Requests to cancel, for judging whether `cancelling()` is balanced.

    def request(self, name: str, change: int = 1) -> None:
        """Note that the program asks a task to stop, or, with -1, that the task acknowledged it."""
        self._requests[name] = self._requests.get(name, 0) + change

    def balance(self, frame: Frame) -> Callable[[str], None]:
        """Begin a stretch after which `cancelling()` must be what it is now.

        Args:
            frame: Where.

        Returns:
            To be called at its end, with what the stretch was.
        """
        current = asyncio.current_task()
        if current is None or not frame.own or frame.guarded:
            # Others than the program may ask this task to stop.
            return lambda _: None
        before, requests = current.cancelling(), self._requests.get(frame.task, 0)

        def check(what: str) -> None:
            # The coroutine may be closed while no task, or even no loop, runs it.
            if not self.loop.is_running() or asyncio.current_task() is not current:
                return
            after, asked = current.cancelling(), self._requests.get(frame.task, 0) - requests
            if after != before and not asked:
                failed = any(each.task != frame.task for each in self.trace.of(Did.FAILED))
                self.unbalanced.append(Imbalance(what, frame.task, before, after, failed))

        return check

    # The objects that a program names.

    def error(self, name: str, kind: Failing = "exception") -> Failure:
        """The exception of a name: always the same object, of the kind first asked for."""
        if name not in self._errors:
            self._errors[name] = FAILURES[kind](name)
            self._errors[name].mark()
        return self._errors[name]

    def token(self, name: str, kind: type[Token] = Token) -> object:
        """The object of a name: always the same."""
        if name in SINGLES:
            return SINGLES[name]
        if name not in self._tokens:
            self._tokens[name] = CONTAINERS[name]() if name in CONTAINERS else kind(name)
        return self._tokens[name]

    def result(self, outcome: Outcome, of: str) -> object:
        """The object that a function returns.

        Args:
            outcome: What it is.
            of: The name of the task or handler call that returns it.
        """
        match outcome:
            case "object":
                return self.token(f"result of {of}")
            case "awaitable":
                return self.token(f"result of {of}", AwaitableToken)
            case "exception":
                return self.error(f"result of {of}")
            case _:
                return _PLAIN[outcome]

    def name_of(self, value: object) -> str:
        """The name of an object that the program named, or what else it is."""
        for name, error in self._errors.items():
            if error is value:
                return f"the exception object {name}"
        known = {**SINGLES, **self._tokens}
        return next((name for name, each in known.items() if each is value), described_value(value))

    def arguments(self, positional: tuple[Any, ...], keyword: dict[str, Any]) -> str:
        """The names of what a function was called with."""
        parts = [self.name_of(each) for each in positional]
        parts += [f"{key}={self.name_of(value)}" for key, value in keyword.items()]
        return ", ".join(parts)

    def state_type(self, name: str) -> Any:
        """The type of state of a name."""
        return state_types(self.adapter.State)[name]

    def state(self, provided: Provided) -> Any:
        """The state object of a type and value: always the same."""
        if provided not in self._states:
            made = self.state_type(provided.type)(label=provided.value)
            self._states[provided] = made
        return self._states[provided]

    def name_of_state(self, found: Any) -> str:
        """The value of a state object, and whether it is the very object that was provided."""
        label = getattr(found, "label", None)
        if label is None or isinstance(found, type):
            return described_value(found)
        same = any(each is found for each in self._states.values())
        return str(label) if same or label == "made by default" else f"{label}, but another object"


def described_value(value: object) -> str:
    """A value that should not be there, as text that is the same in every run."""
    match value:
        case Token():
            return f"another object than {value.name}, though like it"
        case Failure():
            return f"another exception object than {value.name}, though like it"
        case BaseException():
            return f"the exception {described(value)}"
        case None | bool() | int() | str():
            return repr(value)
        case _:
            return f"an object of type {type(value).__name__}"
