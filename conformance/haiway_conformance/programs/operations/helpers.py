"""Operations that call the helpers which handle elements concurrently."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, ClassVar, cast

from haiway_conformance.adapter import Adapter
from haiway_conformance.programs.execution import Execution, Frame
from haiway_conformance.programs.execution.callables import (
    STANDS_FOR,
    Function,
    standing_for,
    standing_for_in_python,
)
from haiway_conformance.programs.execution.elements import Elements
from haiway_conformance.programs.operations.operation import Held, Operation, no_stand_in
from haiway_conformance.programs.operations.sources import ASYNC, Element, Source
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.simulation import Did

__all__ = ("Execute", "HelperCall", "Process")

type Handler = Callable[[Any], Coroutine[Any, Any, object]]


@cache
def _needs(*capabilities: str) -> frozenset[str]:
    return frozenset(filter(None, capabilities))


@dataclass(frozen=True, slots=True)
class HelperCall(Operation):
    """A call of a helper.

    The call that handles element `i` has the name `helper[i]`, the source `source of helper`.

    Attributes:
        helper: The call's name.
        source: What it reads from.
        limit: `concurrent_tasks`.
        tolerant: Whether failures are to be tolerated.
        handler: What stands for the handler's function.
    """

    helper: str
    source: Source
    limit: int = 2
    tolerant: bool = False
    handler: Function = "function"

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
        name, trace, reach = self.helper, execution.trace, execution.loop.environment.reach
        elements = Elements(execution.objects, name, self.source)
        balanced = execution.balance(frame)
        trace.record(frame.task, Did.HELPS, name, f"limit {self.limit}")
        reach(f"call of {name}")
        how = ""
        try:
            source = self.source.make(execution, name, elements, frame)
            handler = self._handler(execution, elements, frame)
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

    def _handler(self, execution: Execution, elements: Elements, frame: Frame) -> Any:
        async def handle(given: Any) -> object:
            index = elements.index_of(given)
            name = f"{self.helper}[{'?' if index is None else index}]"
            element = self._element(index)
            inner = frame.elsewhere(name)
            argument = "" if index is not None else execution.objects.name_of(given)
            try:
                await execution.task(inner, element.body, argument)
            finally:
                execution.loop.environment.reach(f"end of {name}")
            return execution.objects.result(name, element.result)

        return standing_for(handle, self.handler)

    def _element(self, index: int | None) -> Element:
        """Return the element that a call handles, or one that stands for what it handles."""
        if index is None:
            return Element()
        if index < len(self.source.elements):
            return self.source.elements[index]
        return Element(body=self.source.rest)

    def _returned(self, execution: Execution, frame: Frame, returned: object) -> str:
        """Return the name of what the helper returned."""
        return execution.objects.name_of(returned)

    def write(self, page: Page, where: Where) -> None:
        helper = self.helper
        page.reach(f"call of {helper}")
        source = self.source.write(page, helper, where)
        handler = page.use(standing_for_in_python(self._write_handler(page, where), self.handler))
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

    def _write_handler(self, page: Page, where: Where) -> str:
        helper = self.helper
        name, inner = page.identifier(f"handler of {helper}"), where.inside(helper, handler=True)
        page.line(f"@script.task({f'handler of {helper}'!r})")
        with page.under(f"async def {name}(given):"):
            elements = page.identifier(f"elements of {helper}")
            page.line(f"index, name = script.handled({helper!r}, {elements}, given)")
            page.reach_of("{} began", inner)
            if page.awaits_of("end of {}", inner):
                with page.under("try:"):
                    self._write_calls(page, inner)
                with page.under("finally:"):
                    page.reach_of("end of {}", inner)
            else:
                self._write_calls(page, inner)
            page.line(f"return {page.result('object', inner)}")
        return name

    def _write_calls(self, page: Page, where: Where) -> None:
        """Write what is done with each element; those that are handled alike stand together."""
        source = self.source
        rest = [Element(body=source.rest)] if source.ending == "endless" and source.rest else []
        cases = [
            (str(at) if at < len(source.elements) else "int()", each)
            for at, each in enumerate((*source.elements, *rest))
            if rest or each.body or each.result != "object"
        ]
        if not cases:
            return
        with page.under("match index:"):
            for (body, result), group in groupby(cases, lambda it: (it[1].body, it[1].result)):
                with page.under(f"case {' | '.join(pattern for pattern, _ in group)}:"):
                    page.block(body, where)
                    if result != "object":
                        page.line(f"return {page.result(result, where)}")


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
        results = cast("Sequence[object]", returned)
        for index, each in enumerate(results):
            subject = f"{self.helper}[{index}]"
            name = execution.objects.name_of(each)
            execution.trace.record(frame.task, Did.GOT, subject, name)
        return f"a sequence of {len(results)}"
