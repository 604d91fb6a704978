"""Sources, and calls of the helpers that read them, as Python statements."""

from contextlib import ExitStack
from itertools import groupby
from typing import Final

from haiway_conformance.programs import operations as each
from haiway_conformance.programs.operations import Element, HelperCall, Source, Value
from haiway_conformance.replay.page import Page, Where, shown, writes
from haiway_conformance.replay.statements import standing_for

__all__ = ("elements_of", "generator_of", "source_of")

_KINDS: Final[dict[Value, str]] = {
    "twin": "Twin",
    "unhashable": "Unhashable",
    "equal to all": "EqualToAll",
}
_ASYNC: Final = ("async generator", "async iterator", "async iterable")


def elements_of(page: Page, owner: str, source: Source) -> str:
    """Write the list of a source's elements.

    Args:
        page: The script.
        owner: The helper's call or stream that reads the source.
        source: The source.

    Returns:
        The list's name.
    """
    name = page.identifier(f"elements of {owner}")
    if len(source.elements) > 2 and all(it.value == "object" for it in source.elements):  # noqa: PLR2004
        page.use("thing")
        element = f'thing(f"element {{at}} of {shown(owner)}")'
        page.line(f"{name} = [{element} for at in range({len(source.elements)})]")
        return name
    made = [_element(page, it, f"element {at} of {owner}") for at, it in enumerate(source.elements)]
    page.line(f"{name} = [{', '.join(made)}]")
    return name


def _element(page: Page, element: Element, name: str) -> str:
    match element.value:
        case "object" | "twin" | "unhashable" | "equal to all":
            return page.thing(name, _KINDS.get(element.value, ""))
        case "list":
            return f"[{name!r}]"
        case "awaitable":
            return f"{page.use('done')}()"
        case _:
            return page.result(element.value, Where(name))


def generator_of(
    page: Page, owner: str, source: Source, where: Where, *, arguments: bool = False
) -> str:
    """Write the generator function of a source, whose elements have been written.

    Args:
        page: The script.
        owner: The helper's call or stream that reads it.
        source: The source.
        where: Where it is made.
        arguments: Whether it says which arguments it is given.

    Returns:
        The function's name.
    """
    elements = page.identifier(f"elements of {owner}")
    name = page.identifier(f"source of {owner}")
    inner = where.inside(f"source of {owner}")
    with page.under(f"async def {name}({'*args, **kwargs' if arguments else ''}):"):
        if arguments:
            page.use("say")
            page.line(f'say(f"{name} is given {{args}}, {{kwargs}}")')
        page.reach_of("{} began", inner)
        if source.clean_up:
            with page.under("try:"):
                _give(page, owner, source, elements, inner)
            with page.under("finally:"):
                page.block(source.clean_up, inner)
        else:
            _give(page, owner, source, elements, inner)
    return name


def _give(page: Page, owner: str, source: Source, elements: str, where: Where) -> None:
    before = source.before if source.kind in _ASYNC else ()
    reads = [f"{owner}[{at}] read" for at in range(len(source.elements))]
    if page.milestones.intersection(reads):
        page.use("reach")
        number, element = page.numbered("number"), page.numbered("element")
        with page.under(f"for {number}, {element} in enumerate({elements}):"):
            page.block(before, where)
            page.line(f'reach(f"{shown(owner)}[{{{number}}}] read")')
            page.line(f"yield {element}")
    else:
        element = page.numbered("element")
        with page.under(f"for {element} in {elements}:"):
            page.block(before, where)
            page.line(f"yield {element}")
    if source.ending == "endless":
        with page.under("while True:"):
            page.block(before, where)
            further = f"{page.use('another')}({owner!r}, {elements})"
            if any(it.startswith(f"{owner}[") and it.endswith(" read") for it in page.milestones):
                given = page.numbered("given")
                page.line(f"{given} = {further}")
                page.use("reach")
                page.line(f'reach(f"{shown(owner)}[{{len({elements}) - 1}}] read")')
                further = given
            page.line(f"yield {further}")
        return
    page.block(before, where)
    if source.ending == "silent" and source.kind in _ASYNC:
        page.reach_of("silence of {}", where)
        page.line(f"await {page.use('wait')}({f'never of {where.task}'!r}, 'never')")
    elif source.ending == "fails":
        page.line(f"raise {page.error(f'error of {where.task}', source.error)}")


def source_of(page: Page, owner: str, source: Source, where: Where) -> str:
    """Write what makes a source.

    Args:
        page: The script.
        owner: The helper's call or stream that reads it.
        source: The source.
        where: Where it is made.

    Returns:
        The expression that is the source.
    """
    elements = elements_of(page, owner, source)
    match source.kind:
        case "list" | "tuple" | "set":
            return f"{source.kind}({elements})"
        case "dict":
            return f"dict.fromkeys({elements})"
        case "generator" | "iterator":
            name = page.identifier(f"source of {owner}")
            with page.under(f"def {name}():"):
                _give(page, owner, source, elements, where.inside(f"source of {owner}"))
            return f"{name}()" if source.kind == "generator" else f"{page.use('Once')}({name}())"
        case "async generator":
            return f"{generator_of(page, owner, source, where)}()"
        case "async iterator":
            return f"{page.use('OnceAsync')}({generator_of(page, owner, source, where)}())"
        case "async iterable":
            return f"{page.use('Iterable')}({generator_of(page, owner, source, where)})"


# The helpers.


def _handler(page: Page, operation: HelperCall, where: Where) -> str:
    helper, source = operation.helper, operation.source
    name = page.identifier(f"handler of {helper}")
    inner = where.inside(helper, handler=True)
    page.line(f"@{page.use('told')}")
    with page.under(f"async def {name}(given):"):
        elements = page.identifier(f"elements of {helper}")
        page.line(f"index = {page.use('index_of')}({elements}, given)")
        page.line(f'name = f"{shown(helper)}[{{index}}]"')
        page.reach_of("{} began", inner)
        if page.awaits_of("end of {}", inner):
            with page.under("try:"):
                _handle(page, source, inner)
            with page.under("finally:"):
                page.reach_of("end of {}", inner)
        else:
            _handle(page, source, inner)
        page.line(f"return {page.result('object', inner)}")
    return name


def _handle(page: Page, source: Source, where: Where) -> None:
    """Write what is done with each element; those with which the same is done stand together."""
    rest = [Element(body=source.rest)] if source.ending == "endless" and source.rest else []
    cases = [
        (str(at) if at < len(source.elements) else "int()", each_one)
        for at, each_one in enumerate((*source.elements, *rest))
        if rest or each_one.body or each_one.result != "object"
    ]
    if not cases:
        return
    with page.under("match index:"):
        for (body, result), group in groupby(cases, lambda case: (case[1].body, case[1].result)):
            with page.under(f"case {' | '.join(pattern for pattern, _ in group)}:"):
                page.block(body, where)
                if result != "object":
                    page.line(f"return {page.result(result, where)}")


def _help(page: Page, operation: HelperCall, where: Where, *, handler_first: bool) -> None:
    helper = operation.helper
    page.reach(f"call of {helper}")
    source = source_of(page, helper, operation.source, where)
    handler = standing_for(page, _handler(page, operation, where), operation.handler)
    given = f"{handler}, {source}" if handler_first else f"{source}, {handler}"
    tolerant = "return_exceptions" if handler_first else "ignore_exceptions"
    more = f", {tolerant}=True" if operation.tolerant else ""
    function_name = "execute_concurrently" if handler_first else "process_concurrently"
    call = f"{page.call(function_name)}({given}, concurrent_tasks={operation.limit}{more})"
    returned = page.numbered("returned")
    with ExitStack() as around:
        if f"end of {helper}" in page.milestones:
            around.callback(page.reach_finally, f"end of {helper}")
            around.enter_context(page.under("try:"))
        if operation.source.kind in _ASYNC:
            around.enter_context(page.under(f"with {page.use('keeping')}:"))
        page.line(f"{returned} = await {call}")
    page.use("say")
    page.line(f'say(f"{shown(helper)} returned {{{returned}!r}}")')


@writes(each.Process, needs="process")
def _process(page: Page, operation: each.Process, where: Where) -> None:
    _help(page, operation, where, handler_first=False)


@writes(each.Execute, needs="execute")
def _execute(page: Page, operation: each.Execute, where: Where) -> None:
    _help(page, operation, where, handler_first=True)
