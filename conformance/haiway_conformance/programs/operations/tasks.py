"""Operations that make tasks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from haiway_conformance.adapter import spawn_is_awaited, spawned
from haiway_conformance.programs.execution import Execution, Frame, described
from haiway_conformance.programs.execution.callables import (
    STANDS_FOR,
    standing_for,
    standing_for_in_python,
)
from haiway_conformance.programs.execution.objects import Outcome
from haiway_conformance.programs.operations.operation import (
    Block,
    Carrier,
    Held,
    Operation,
    needs_nothing,
    never,
    no_stand_in,
)
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.programs.writing.outline import arguments_in_words
from haiway_conformance.simulated_loop import Did, Trace

__all__ = ("Call", "Spawn", "Start")

type Call = Literal[
    "coroutine",
    "plain",
    "partial",
    "object",
    "equal",
    "raises",
    "raises LookupError",
    "raises TypeError",
    "no coroutine",
]
"""The kinds of spawned functions: an `async def`; the other kinds of `Function`; a plain
function that raises instead (an error of its own, a LookupError or a TypeError); one that returns
an object that can't be awaited."""

_SPAWN = frozenset({"spawn"})


@dataclass(frozen=True, slots=True)
class Spawn(Operation):
    """Spawn a task in the current scope.

    Attributes:
        task: The task's name.
        body: The operations that it carries out.
        positional: Names of objects that are passed as positional arguments.
        keyword: Names of keywords with names of objects passed as keyword arguments.
        call: What the spawned function is when it is called.
        result: What it returns.
    """

    task: str
    body: Block = ()
    positional: tuple[str, ...] = ()
    keyword: tuple[tuple[str, str], ...] = ()
    call: Call = "coroutine"
    result: Outcome = "object"

    suspensions = never
    stand_in = no_stand_in

    def needs(self) -> frozenset[str]:
        return _SPAWN

    def makes(self) -> str:
        return self.task

    def blocks(self) -> tuple[Held, ...]:
        return (Held(("body",), self.body, Carrier.TASK, self.task),)

    @property
    def called(self) -> str:
        """The kind of the spawned function, in words."""
        match self.call:
            case "partial" | "object" | "equal":
                return STANDS_FOR[self.call]
            case _:
                return self.call

    def read(self, outline: Outline) -> None:
        given = arguments_in_words(self.positional, self.keyword)
        call = "" if self.call == "coroutine" else f", its function: {self.called}"
        result = "" if self.result == "object" else f", returns {self.result}"
        outline.block_under(f"spawn task {self.task}{given}{call}{result}:", self.body)

    async def perform(self, execution: Execution, frame: Frame) -> None:
        name, trace, token = self.task, execution.trace, execution.objects.token
        positional = [token(each) for each in self.positional]
        keyword = {key: token(each) for key, each in self.keyword}
        trace.record(frame.task, Did.SPAWNING, name, frame.scope or "")
        try:
            function = self._function(execution, frame)
            handle = await spawned(execution.adapter, function, *positional, **keyword)
        except BaseException as error:
            trace.record(frame.task, Did.REFUSED, name, described(error))
            if frame.scope and _ending(trace, frame.scope):
                execution.refused_late.append(error)
            raise
        execution.handles[name] = handle
        trace.record(frame.task, Did.SPAWNED, name)

    def _function(self, execution: Execution, frame: Frame) -> Callable[..., Any]:
        inner = Frame(self.task, frame.scope)

        async def work(*positional: Any, **keyword: Any) -> Any:
            arguments = execution.arguments(positional, keyword)
            await execution.task(inner, self.body, arguments)
            return execution.objects.result(self.task, self.result)

        def called(*positional: Any, **keyword: Any) -> Any:
            execution.trace.record(self.task, Did.CALLED, self.task)
            objects = execution.objects
            match self.call:
                case "raises":
                    raise objects.error(f"call of {self.task}")
                case "raises LookupError":
                    raise objects.error(f"call of {self.task}", "lookup")
                case "raises TypeError":
                    raise objects.error(f"call of {self.task}", "type")
                case "no coroutine":
                    return objects.token(f"no coroutine of {self.task}")
                case "coroutine" | "plain" | "partial" | "object" | "equal":
                    return work(*positional, **keyword)

        match self.call:
            case "coroutine":
                return work
            case "partial" | "object" | "equal":
                return standing_for(called, self.call)
            case _:
                return called

    def write(self, page: Page, where: Where) -> None:
        name, called = self.task, page.identifier(self.task)
        inner = where.inside(name)
        given = page.arguments(self.positional, self.keyword)
        parameters = "(*args, **kwargs)" if given else "()"
        page.function(f"{called}{parameters}", inner, self.body, page.result(self.result, inner))
        match self.call:
            case "coroutine":
                pass
            case "partial" | "object" | "equal":
                called = page.use(standing_for_in_python(called, self.call))
            case _:
                called = self._write_call(page, called)
        awaiting = "await " if spawn_is_awaited(page.adapter) else ""
        page.line(f"script.tasks[{name!r}] = {awaiting}{page.call('spawn')}({called}{given})")
        where.known.add(name)

    def _write_call(self, page: Page, called: str) -> str:
        name = page.identifier(f"call {self.task}")
        with page.under(f"def {name}(*args, **kwargs):"):
            match self.call:
                case "raises":
                    page.line(f"raise {page.error(f'call of {self.task}')}")
                case "raises LookupError":
                    page.line(f"raise {page.error(f'call of {self.task}', 'lookup')}")
                case "raises TypeError":
                    page.line(f"raise {page.error(f'call of {self.task}', 'type')}")
                case "no coroutine":
                    page.line(f"return script.thing({f'no coroutine of {self.task}'!r})")
                case "coroutine" | "plain" | "partial" | "object" | "equal":
                    page.line(f"return {called}(*args, **kwargs)")
        return name


def _ending(trace: Trace, scope: str) -> bool:
    """Return whether a scope is being exited, or failing because of a task."""
    tasks = {each.subject for each in trace.of(Did.SPAWNING) if each.detail == scope}
    failed = any(each.subject in tasks for each in trace.of(Did.FAILED))
    return failed or trace.first(Did.EXITING, subject=scope) is not None


@dataclass(frozen=True, slots=True)
class Start(Operation):
    """Start a task of the program's own with `asyncio.create_task`: it belongs to no scope.

    Attributes:
        task: The task's name.
        body: The operations that it carries out.
    """

    task: str
    body: Block

    needs = needs_nothing
    suspensions = never

    def makes(self) -> str:
        return self.task

    def blocks(self) -> tuple[Held, ...]:
        return (Held(("body",), self.body, Carrier.TASK, self.task),)

    def stand_in(self, *, scoped: bool) -> Block:
        return self.body

    def read(self, outline: Outline) -> None:
        outline.block_under(f"start task {self.task} (asyncio.create_task):", self.body)

    async def perform(self, execution: Execution, frame: Frame) -> None:
        execution.start(frame.of_own_task(self.task), self.body)

    def write(self, page: Page, where: Where) -> None:
        name, called = self.task, page.identifier(self.task)
        page.function(f"{called}()", where.inside(name), self.body)
        page.line(f"script.tasks[{name!r}] = script.start({called}())")
        where.known.add(name)
