"""The handlers that programs pass to helpers: made for a run, and written in a script."""

from collections.abc import Callable, Coroutine
from itertools import groupby
from typing import Any, Protocol

from haiway_conformance.programs.execution import Execution, Frame, described
from haiway_conformance.programs.execution.callables import (
    Function,
    OneHandler,
    standing_for,
    standing_for_in_python,
)
from haiway_conformance.programs.execution.elements import Elements
from haiway_conformance.programs.operations.elements import Element
from haiway_conformance.programs.operations.sources import Source
from haiway_conformance.programs.writing import Page, Where
from haiway_conformance.simulated_loop import Did

__all__ = ("Handler", "Handling", "made_handler", "written_handler")

type Handler = Callable[[Any], Coroutine[Any, Any, object]]


class Handling(Protocol):
    """The call of a helper, as far as its handler is concerned: see `HelperCall`."""

    @property
    def helper(self) -> str: ...
    @property
    def source(self) -> Source: ...
    @property
    def handler(self) -> Function: ...
    @property
    def same_handler(self) -> str: ...
    @property
    def reader(self) -> str: ...


def made_handler(call: Handling, execution: Execution, elements: Elements, frame: Frame) -> Handler:
    """Return the handler that a call of a helper is given.

    Args:
        call: The call.
        execution: The run.
        elements: The elements of its source.
        frame: The place at which the helper is called.
    """

    async def handle(given: Any) -> object:
        index = elements.index_of(given)
        name = f"{call.helper}[{'?' if index is None else index}]"
        element = _element(call.source, index)
        inner = frame.elsewhere(name)
        argument = "" if index is not None else execution.objects.name_of(given)
        try:
            await execution.task(inner, element.body, argument)
        finally:
            execution.loop.environment.reach(f"end of {name}")
        return execution.objects.result(name, element.result)

    function: Handler = handle
    if call.same_handler:
        shared = execution.handlers.setdefault(call.same_handler, OneHandler())
        function = shared.add(elements, handle)
    if _raises_itself(call.source):
        function = _raising(function, call, execution, elements)
    return standing_for(function, call.handler)


def _element(source: Source, index: int | None) -> Element:
    """Return the element that a call handles, or one that stands for what it handles."""
    if index is None:
        return Element()
    if index < len(source.elements):
        return source.elements[index]
    return Element(body=source.rest)


def _raises_itself(source: Source) -> bool:
    """Return whether the call of the handler itself raises for some element."""
    return any(each.error for each in source.elements)


def _raising(
    function: Handler, call: Handling, execution: Execution, elements: Elements
) -> Handler:
    """Return a plain function that raises for some elements, and else calls the function."""

    def plain(given: Any) -> Coroutine[Any, Any, object]:
        index = elements.index_of(given)
        error = _element(call.source, index).error
        if not error:
            return function(given)
        name, raised = f"{call.helper}[{index}]", execution.objects.error(error)
        execution.trace.record(name, Did.BEGAN, name)
        execution.trace.record(name, Did.FAILED, name, described(raised))
        execution.loop.environment.reach(f"end of {name}")
        raise raised

    return plain


def written_handler(call: Handling, page: Page, where: Where) -> str:
    """Write the handler that a call of a helper is given.

    Args:
        call: The call.
        page: The script.
        where: The place at which the helper is called.

    Returns:
        The expression for what is passed to the helper.
    """
    handler = _written_function(call, page, where)
    if call.same_handler:
        elements = page.identifier(f"elements of {call.reader}")
        handler = f"script.handler({call.same_handler!r}, {elements}, {handler})"
    if _raises_itself(call.source):
        handler = _written_raising(handler, call, page)
    return page.use(standing_for_in_python(handler, call.handler))


def _written_function(call: Handling, page: Page, where: Where) -> str:
    helper = call.helper
    name, inner = page.identifier(f"handler of {helper}"), where.inside(helper, handler=True)
    page.line(f"@script.task({f'handler of {helper}'!r})")
    with page.under(f"async def {name}(given):"):
        elements = page.identifier(f"elements of {call.reader}")
        page.line(f"index, name = script.handled({helper!r}, {elements}, given)")
        page.reach_of("{} began", inner)
        if page.awaits_of("end of {}", inner):
            with page.under("try:"):
                _write_cases(call.source, page, inner)
            with page.under("finally:"):
                page.reach_of("end of {}", inner)
        else:
            _write_cases(call.source, page, inner)
        page.line(f"return {page.result('object', inner)}")
    return name


def _written_raising(handler: str, call: Handling, page: Page) -> str:
    called = page.identifier(f"call of the handler of {call.helper}")
    with page.under(f"def {called}(given):"):
        elements = page.identifier(f"elements of {call.reader}")
        page.line(f"index, name = script.handled({call.helper!r}, {elements}, given)")
        for index, each in enumerate(call.source.elements):
            if each.error:
                with page.under(f"if index == {index}:"):
                    page.line("script.say(f'{name} raises as it is called')")
                    page.reach(f"end of {call.helper}[{index}]")
                    page.line(f"raise {page.error(each.error)}")
        page.line(f"return {handler}(given)")
    return called


def _write_cases(source: Source, page: Page, where: Where) -> None:
    """Write what is done with each element; those that are handled alike stand together."""
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
