"""Operations on streams as Python statements."""

from contextlib import nullcontext
from dataclasses import replace

from haiway_conformance.programs import operations as each
from haiway_conformance.replay.page import Page, Where, shown, writes
from haiway_conformance.replay.reading import elements_of, generator_of, source_of
from haiway_conformance.replay.statements import standing_for

__all__ = ()


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
    elements = elements_of(page, stream, generated)
    given = page.arguments(operation.positional, operation.keyword)
    function = generator_of(page, stream, generated, where, arguments=bool(given))
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
    sources = ", ".join(source_of(page, owner, it, where) for owner, it in owners.items())
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
