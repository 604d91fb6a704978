"""Operations that call the helpers which handle elements, and look at what these return."""

from collections.abc import Awaitable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, ClassVar, cast

from haiway_conformance.adapter import Adapter
from haiway_conformance.programs.execution import Execution, Frame
from haiway_conformance.programs.execution.callables import STANDS_FOR, Function
from haiway_conformance.programs.execution.elements import Elements
from haiway_conformance.programs.operations.handlers import Handler, made_handler, written_handler
from haiway_conformance.programs.operations.operation import (
    Held,
    Operation,
    Step,
    never,
    no_stand_in,
)
from haiway_conformance.programs.operations.source_kinds import ASYNC
from haiway_conformance.programs.operations.sources import Source
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.simulated_loop import Did

__all__ = ("Execute", "HelperCall", "LookAgain", "Process")


@cache
def _needs(*capabilities: str) -> frozenset[str]:
    return frozenset(filter(None, capabilities))


@dataclass(frozen=True, slots=True)
class HelperCall(Operation):
    """A call of a helper.

    The call that handles element `i` has the name `helper[i]`, the source `source of helper`. Calls
    of helpers can share one source object, which is then named after itself, and one handler.

    Attributes:
        helper: The call's name.
        source: What it reads from.
        limit: `concurrent_tasks`.
        tolerant: Whether failures are to be tolerated.
        handler: What stands for the handler's function.
        same_source: The name of the source object that this call shares with others, which are
            given the same elements; empty for a source of its own.
        same_handler: The name of the handler that it shares with others; empty for its own.
    """

    helper: str
    source: Source
    limit: int = 2
    tolerant: bool = False
    handler: Function = "function"
    same_source: str = ""
    same_handler: str = ""

    abstract: ClassVar[bool] = True
    capability: ClassVar[str]
    """The helper's capability."""
    tolerant_mode: ClassVar[str]
    """The capability that its tolerant mode is."""
    function: ClassVar[str]
    """The helper's function."""
    handler_first: ClassVar[bool]
    """True if it takes the handler before the source."""
    tolerance: ClassVar[str]
    """The parameter that makes it tolerant."""

    stand_in = no_stand_in

    def needs(self) -> frozenset[str]:
        return _needs(
            self.capability,
            self.tolerant_mode if self.tolerant else "",
            "async-sources" if self.source.kind in ASYNC else "",
            *self.source.needs(),
        )

    def _call(self, adapter: Adapter, source: Any, handler: Handler) -> Awaitable[object]:
        helper = getattr(adapter, self.function)
        given = (handler, source) if self.handler_first else (source, handler)
        more = {self.tolerance: True} if self.tolerant else {}
        return helper(*given, concurrent_tasks=self.limit, **more)

    def suspensions(self, lengths: Mapping[str, int]) -> int:
        return len(self.source.elements) + 1

    def makes(self) -> str:
        return self.helper

    def blocks(self) -> tuple[Held, ...]:
        return tuple(self.source.held(self.helper, "source", handled=True))

    def read(self, outline: Outline) -> None:
        source, helper = self.source, self.helper
        tolerant = ", tolerant" if self.tolerant else ""
        with outline.under(f"{self.function} {helper}, at most {self.limit} at once{tolerant}:"):
            source.read(outline, "source")
            if self.same_source:
                outline.line(f"the source is the object {self.same_source}")
            if self.same_handler:
                outline.line(f"the handler is the function {self.same_handler}")
            if self.handler != "function":
                outline.line(f"the handler: {STANDS_FOR[self.handler]}")
            calls = [
                (f"{helper}[{index}]{f' ({each.oddity})' if each.oddity else ''}", each.body)
                for index, each in enumerate(source.elements)
            ]
            if source.ending == "endless":
                calls.append(("each further one", source.rest))
            # Calls that do the same stand together.
            for body, group in groupby(calls, lambda call: call[1]):
                outline.block_under(f"{', '.join(name for name, _ in group)}:", body)

    async def perform(self, execution: Execution, frame: Frame) -> None:
        if not self.source.is_there(execution):
            return
        name, trace, reach = self.helper, execution.trace, execution.loop.environment.reach
        elements = Elements(execution.objects, self.reader, self.source)
        balanced = execution.balance.begin(frame)
        trace.record(frame.task, Did.HELPS, name, f"limit {self.limit}")
        reach(f"call of {name}")
        how = ""
        try:
            source = self._source(execution, elements, frame)
            handler = made_handler(self, execution, elements, frame)
            returned = await self._call(execution.adapter, source, handler)
            how = f"returned {self._returned(execution, frame, returned)}"
        except BaseException as error:
            how = f"raised {execution.objects.name_of(error)}"
            execution.raised[name] = error
            raise
        finally:
            trace.record(frame.task, Did.HELPED, name, how)
            reach(f"end of {name}")
            balanced(f"the call of helper {name}")

    @property
    def reader(self) -> str:
        """The name after which the source is named."""
        return self.same_source or self.source.stream or self.helper

    def _source(self, execution: Execution, elements: Elements, frame: Frame) -> Any:
        def made() -> Any:
            return self.source.make(execution, self.reader, elements, frame)

        if not self.same_source:
            return made()
        if self.same_source not in execution.sources:
            execution.sources[self.same_source] = made()
        return execution.sources[self.same_source]

    def _returned(self, execution: Execution, frame: Frame, returned: object) -> str:
        """Return the name of what the helper returned."""
        return execution.objects.name_of(returned)

    def write(self, page: Page, where: Where) -> None:
        helper = self.helper
        page.reach(f"call of {helper}")
        if self.source.stream:
            self.source.write_elements(page, self.reader)
        source = self.source.write(page, self.reader, where)
        if self.same_source:
            source = f"script.source({self.same_source!r}, lambda: {source})"
        handler = written_handler(self, page, where)
        given = f"{handler}, {source}" if self.handler_first else f"{source}, {handler}"
        more = f", {self.tolerance}=True" if self.tolerant else ""
        call = f"{page.call(self.function)}({given}, concurrent_tasks={self.limit}{more})"
        returned = page.numbered("returned")
        with ExitStack() as around:
            if f"end of {helper}" in page.milestones:
                around.callback(page.reach_finally, f"end of {helper}")
                around.enter_context(page.under("try:"))
            if self.source.kind in ASYNC:
                around.enter_context(page.under("with script.keeping_errors():"))
            page.line(f"{returned} = await {call}")
        page.line(f"script.say({f'{helper} returned'!r}, {returned})")
        if any(isinstance(each, LookAgain) and each.helper == helper for each in page.program):
            page.line(f"script.results[{helper!r}] = {returned}")


@dataclass(frozen=True, slots=True)
class Process(HelperCall):
    """Call `process_concurrently`; tolerant: with `ignore_exceptions=True`."""

    capability = "process"
    tolerant_mode = "ignore-exceptions"
    function = "process_concurrently"
    handler_first = False
    tolerance = "ignore_exceptions"


@dataclass(frozen=True, slots=True)
class Execute(HelperCall):
    """Call `execute_concurrently`; tolerant: with `return_exceptions=True`."""

    capability = "execute"
    tolerant_mode = "return-exceptions"
    function = "execute_concurrently"
    handler_first = True
    tolerance = "return_exceptions"

    def _returned(self, execution: Execution, frame: Frame, returned: object) -> str:
        """Record each result of a sequence, and return the name of what the helper returned."""
        if not isinstance(returned, Sequence):
            return execution.objects.name_of(returned)
        execution.results[self.helper] = results = cast("Sequence[object]", returned)
        names = _named(self.helper, results, execution)
        for subject, name in names:
            execution.trace.record(frame.task, Did.GOT, subject, name)
        return f"a sequence of {len(names)}"


def _named(helper: str, results: Sequence[object], execution: Execution) -> list[tuple[str, str]]:
    """Return the name of the call to which each result belongs, and that of the result."""
    name_of = execution.objects.name_of
    return [(f"{helper}[{index}]", name_of(each)) for index, each in enumerate(results)]


@dataclass(frozen=True, slots=True)
class LookAgain(Step):
    """Look again at the results that `execute_concurrently` has returned.

    Attributes:
        helper: The name of its call.
    """

    helper: str

    suspensions = never

    def needs(self) -> frozenset[str]:
        return _needs("execute")

    def read(self, outline: Outline) -> None:
        outline.line(f"look again at the results of {self.helper}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        if self.helper not in execution.results:
            return
        names = _named(self.helper, execution.results[self.helper], execution)
        for subject, name in names:
            execution.trace.record(frame.task, Did.SAW, subject, name)
        execution.trace.record(frame.task, Did.SAW, f"results of {self.helper}", str(len(names)))

    def write(self, page: Page, where: Where) -> None:
        results = f"script.results.get({self.helper!r})"
        page.line(f"script.say({f'the results of {self.helper}'!r}, {results})")
