"""Streams, calls of the helpers, and their sources as Python statements."""

from contextlib import ExitStack, nullcontext
from dataclasses import replace
from itertools import groupby
from typing import Final

from haiway_conformance.programs import operations as each
from haiway_conformance.programs.operations import Element, HelperCall, Source, Value
from haiway_conformance.replay.page import Page, Where, shown, writes
from haiway_conformance.replay.statements import standing_for

__all__ = ()

_KINDS: Final[dict[Value, str]] = {
    "twin": "Twin",
    "unhashable": "Unhashable",
    "equal to all": "EqualToAll",
}
_ASYNC: Final = ("async generator", "async iterator", "async iterable")


def _elements(page: Page, owner: str, source: Source) -> str:
    """Write the list of a source's elements; its name."""
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


def _generator(
    page: Page, owner: str, source: Source, where: Where, *, arguments: bool = False
) -> str:
    """Write the generator function of a source; its name, once its elements are written."""
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


def _source(page: Page, owner: str, source: Source, where: Where) -> str:
    """Write what makes a source; the expression that is it."""
    elements = _elements(page, owner, source)
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
            return f"{_generator(page, owner, source, where)}()"
        case "async iterator":
            return f"{page.use('OnceAsync')}({_generator(page, owner, source, where)}())"
        case "async iterable":
            return f"{page.use('Iterable')}({_generator(page, owner, source, where)})"


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
    source = _source(page, helper, operation.source, where)
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


# Streams.


@writes(each.Iterate, needs="stream")
def _iterate(page: Page, operation: each.Iterate, where: Where) -> None:
    name = page.identifier(f"generator {operation.stream}")
    inner = where.inside(operation.stream)
    number, item = page.numbered("number"), page.numbered("item")
    page.use("thing")
    with page.under(f"async def {name}():"):
        page.reach_of("{} began", inner)
        with page.under(f"for {number} in range({operation.items}):"):
            page.block(operation.before, inner)
            page.line(f'yield thing(f"item {{{number}}} of {shown(operation.stream)}")')
    with page.under(f"async for {item} in {page.call('stream')}({name}):"):
        page.use("say")
        page.line(f'say(f"{{{item}!r}}")')
        page.block(operation.body, where)


@writes(each.Open, needs="stream")
def _open(page: Page, operation: each.Open, where: Where) -> None:
    stream, source = operation.stream, operation.source
    # Whatever its kind, it is read as a generator.
    generated = replace(source, kind="async generator")
    elements = _elements(page, stream, generated)
    given = page.arguments(operation.positional, operation.keyword)
    function = _generator(page, stream, generated, where, arguments=bool(given))
    generator = standing_for(page, function, operation.generator)
    made = f"{page.call('stream')}({generator}{given})"
    page.line(f"{page.use('streams')}[{stream!r}] = {page.use('iterator')}({made})")
    _contents(page, stream, {stream: elements})


@writes(each.Merge, needs="merge")
def _merge(page: Page, operation: each.Merge, where: Where) -> None:
    stream = operation.stream
    if len(operation.sources) < 2:  # noqa: PLR2004 - so few can't be merged
        page.line(f"# {stream}: nothing happens, so few sources can't be merged")
        return
    owners = dict(zip((stream, f"{stream}.b", f"{stream}.c"), operation.sources, strict=False))
    sources = ", ".join(_source(page, owner, it, where) for owner, it in owners.items())
    more = ", exhaustive=True" if operation.exhaustive else ""
    made = f"{page.call('stream_concurrently')}({sources}{more})"
    page.line(f"{page.use('streams')}[{stream!r}] = {page.use('iterator')}({made})")
    _contents(page, stream, {owner: page.identifier(f"elements of {owner}") for owner in owners})


def _contents(page: Page, stream: str, elements: dict[str, str]) -> None:
    if _asking_is_awaited(page):
        page.use("ask_as")
        listed = ", ".join(f"{owner!r}: {name}" for owner, name in elements.items())
        page.line(f"contents[{stream!r}] = {{{listed}}}")


def _asking_is_awaited(page: Page) -> bool:
    return any(it.endswith(" delivered") or " asks " in it for it in page.milestones)


def _ask(page: Page, stream: str, where: Where) -> str:
    if not _asking_is_awaited(page):
        return f"await {page.use('ask')}({stream!r})"
    who = "name" if where.handler else repr(where.task)
    return f"await {page.use('ask_as')}({who}, {stream!r})"


@writes(each.Consume)
def _consume(page: Page, operation: each.Consume, where: Where) -> None:
    stream = operation.stream
    page.use("streams")
    asked = _ask(page, stream, where)
    there = "" if stream in where.known else f"{stream!r} in streams and "
    with page.under(f"if {stream!r} in streams:") if there else nullcontext():
        page.line(f"streams[{stream!r}] = aiter(streams[{stream!r}])")
    if operation.items is None:
        with page.under(f"while {there}{asked}:"):
            page.block(operation.body, where)
        return
    left = page.numbered("left")
    page.line(f"{left} = {operation.items}")
    with page.under(f"while {there}{asked}:"):
        page.block(operation.body, where)
        page.line(f"{left} -= 1")
        with page.under(f"if {left} == 0:"):
            page.line("break")


@writes(each.Next)
def _next(page: Page, operation: each.Next, where: Where) -> None:
    stream = operation.stream
    page.use("streams")
    asked = _ask(page, stream, where)
    if operation.times == 1 and stream in where.known:
        page.line(asked)
        return
    times = f"range({operation.times} if {stream!r} in streams else 0)"
    with page.under(f"for _ in {times}:"):
        page.line(asked)


@writes(each.Close)
def _close(page: Page, operation: each.Close, where: Where) -> None:  # noqa: ARG001
    page.use("streams")
    with page.under(f"if {operation.stream!r} in streams:"):
        page.line(f"await {page.use('close')}({operation.stream!r})")
