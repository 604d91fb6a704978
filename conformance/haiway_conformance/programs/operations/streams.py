"""Operations that make streams."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import Any, Final

from haiway_conformance.adapter import takes
from haiway_conformance.programs.execution import Execution, Frame
from haiway_conformance.programs.execution.callables import (
    STANDS_FOR,
    Function,
    standing_for,
    standing_for_in_python,
)
from haiway_conformance.programs.execution.elements import Elements
from haiway_conformance.programs.execution.reading import Reading
from haiway_conformance.programs.execution.streams import open_stream
from haiway_conformance.programs.operations.operation import (
    Block,
    Carrier,
    Held,
    Operation,
    never,
    no_stand_in,
)
from haiway_conformance.programs.operations.sources import Source
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.programs.writing.outline import arguments_in_words
from haiway_conformance.simulated_loop import Did

__all__ = ("FEWEST_SOURCES", "Iterate", "Merge", "Open")

FEWEST_SOURCES: Final = 2
"""The number of sources below which there is nothing to merge."""

_STREAM = frozenset({"stream"})
_ENDS_FIRST = frozenset({"merge", "ends-first"})
_EXHAUSTIVE = frozenset({"merge", "exhaustive"})


@dataclass(frozen=True, slots=True)
class Iterate(Operation):
    """Consume a stream to its end.

    Attributes:
        stream: The stream's name.
        items: How many items the generator gives.
        before: What the generator does before each item.
        body: What the consumer does with each.
    """

    stream: str
    items: int
    before: Block = ()
    body: Block = ()

    suspensions = never
    stand_in = no_stand_in

    def needs(self) -> frozenset[str]:
        return _STREAM

    def makes(self) -> str:
        return self.stream

    def blocks(self) -> tuple[Held, ...]:
        before = Held(("before",), self.before, Carrier.GENERATOR, self.stream)
        return (before, Held(("body",), self.body))

    def read(self, outline: Outline) -> None:
        heading = f"for each of {self.items} items of stream {self.stream}:"
        outline.block_under(heading, self.body)
        if self.before:
            outline.block_under("  before each item, the generator does:", self.before)

    async def perform(self, execution: Execution, frame: Frame) -> None:
        inner = Frame(self.stream, frame.scope)
        trace, objects = execution.trace, execution.objects

        async def generate() -> AsyncGenerator[Any, None]:
            trace.record(inner.task, Did.BEGAN, inner.task)
            execution.loop.environment.reach(f"{inner.task} began")
            try:
                for index in range(self.items):
                    await execution.run(self.before, inner)
                    yield objects.token(f"item {index} of {inner.task}")
            finally:
                trace.record(inner.task, Did.RETURNED, inner.task)

        async for item in execution.adapter.stream(generate):
            trace.record(frame.task, Did.ITEM, inner.task, objects.name_of(item))
            await execution.run(self.body, frame)

    def write(self, page: Page, where: Where) -> None:
        name = page.identifier(f"generator {self.stream}")
        inner = where.inside(self.stream)
        number, item = page.numbered("number"), page.numbered("item")
        with page.under(f"async def {name}():"):
            page.reach_of("{} began", inner)
            with page.under(f"for {number} in range({self.items}):"):
                page.block(self.before, inner)
                page.line(f"yield script.item({number}, {self.stream!r})")
        with page.under(f"async for {item} in {page.call('stream')}({name}):"):
            page.line(f"script.say({f'{self.stream} gives'!r}, {item})")
            page.block(self.body, where)


@dataclass(frozen=True, slots=True)
class Open(Operation):
    """Make a stream of a generator; item `i` has the name `stream[i]`.

    Attributes:
        stream: The stream's name.
        source: What the generator does; its kind does not matter.
        positional: Names of objects that are passed as positional arguments.
        keyword: Names of keywords with names of objects passed as keyword arguments.
        generator: What stands for the generator's function.
    """

    stream: str
    source: Source
    positional: tuple[str, ...] = ()
    keyword: tuple[tuple[str, str], ...] = ()
    generator: Function = "function"

    suspensions = never
    stand_in = no_stand_in

    def needs(self) -> frozenset[str]:
        return _STREAM

    def makes(self) -> str:
        return self.stream

    def blocks(self) -> tuple[Held, ...]:
        return tuple(self.source.held(self.stream, "source", handled=False))

    @property
    def length(self) -> int:
        """How many items the stream gives before its generator comes to its end."""
        return len(self.source.elements)

    def read(self, outline: Outline) -> None:
        given = arguments_in_words(self.positional, self.keyword)
        with outline.under(f"open stream {self.stream}{given}:"):
            self.source.read(outline, "generator")
            if self.generator != "function":
                outline.line(f"the generator's function: {STANDS_FOR[self.generator]}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        name, token = self.stream, execution.objects.token
        elements = Elements(execution.objects, name, self.source)
        reading = Reading(execution, name, self.source, elements, frame)
        generate = standing_for(reading.generate_async, self.generator)
        positional = [token(each) for each in self.positional]
        keyword = {key: token(each) for key, each in self.keyword}

        def make() -> Any:
            return execution.adapter.stream(generate, *positional, **keyword)

        open_stream(execution, frame, name, make, {name: elements})

    def write(self, page: Page, where: Where) -> None:
        stream = self.stream
        # Whatever its kind, it is read as a generator.
        source = replace(self.source, kind="async generator")
        source.write_elements(page, stream)
        given = page.arguments(self.positional, self.keyword)
        function = source.write_generator(page, stream, where, arguments=bool(given))
        generator = page.use(standing_for_in_python(function, self.generator))
        _write_stream(page, stream, f"{page.call('stream')}({generator}{given})", [stream])
        where.known.add(stream)


@dataclass(frozen=True, slots=True)
class Merge(Operation):
    """Make a stream of several asynchronous sources: `stream_concurrently`.

    Item `i` of the first source has the name `stream[i]`, of the second one `stream.b[i]`.

    Attributes:
        stream: The merged stream's name.
        sources: The sources: two, except where it is tried whether there may be more.
        exhaustive: Whether it is to end with the last source instead of the first that ends.
        same: Whether its second source is the same object as its first one, and has its elements.
    """

    stream: str
    sources: tuple[Source, ...]
    exhaustive: bool = False
    same: bool = False

    suspensions = never
    stand_in = no_stand_in

    def needs(self) -> frozenset[str]:
        own = _EXHAUSTIVE if self.exhaustive else _ENDS_FIRST
        return own.union(*(each.needs() for each in self.sources))

    def makes(self) -> str:
        return self.stream

    @property
    def _owners(self) -> dict[str, Source]:
        names = (self.stream, f"{self.stream}.b", f"{self.stream}.c")
        return dict(zip(names, self.sources, strict=False))

    def blocks(self) -> tuple[Held, ...]:
        return tuple(
            held
            for index, (owner, source) in enumerate(self._owners.items())
            for held in source.held(owner, "sources", index, handled=False)
        )

    @property
    def length(self) -> int:
        """How many items the stream gives if it ends with its last source."""
        return sum(len(source.elements) for source in self.sources)

    def read(self, outline: Outline) -> None:
        exhaustive = ", exhaustive" if self.exhaustive else ""
        places = ("first", "second", "third")
        with outline.under(f"open stream {self.stream}, merged{exhaustive}:"):
            for place, source in zip(places, self.sources, strict=False):
                source.read(outline, f"{place} source")
            if self.same:
                outline.line("both sources are one object")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        there = all(each.is_there(execution) for each in self.sources)
        if len(self.sources) < FEWEST_SOURCES or not there:
            return
        sources, elements = self._made(execution, frame)
        merge = execution.adapter.stream_concurrently
        # One that can only end with its last source need not be told.
        more = {"exhaustive": True} if self.exhaustive and takes(merge, "exhaustive") else {}
        open_stream(execution, frame, self.stream, lambda: merge(*sources, **more), elements)

    def _made(self, execution: Execution, frame: Frame) -> tuple[list[Any], dict[str, Elements]]:
        """Make the sources, and the elements that each of them, or of theirs, has."""
        sources: list[Any] = []
        elements: dict[str, Elements] = {}
        for owner, source in self._owners.items():
            if self.same and sources:
                sources.append(sources[0])
                elements[owner] = next(iter(elements.values()))
                continue
            own = Elements(execution.objects, owner, source)
            sources.append(source.make(execution, owner, own, frame))
            opened = execution.streams[source.stream].elements if source.stream else {owner: own}
            elements.update(opened)
        return sources, elements

    def write(self, page: Page, where: Where) -> None:
        stream, owners = self.stream, self._owners
        if len(owners) < FEWEST_SOURCES:
            page.line(f"# {stream!r}: nothing happens, there are too few sources to merge")
            return
        if self.same:
            one = page.identifier(f"both sources of {stream}")
            page.line(f"{one} = {self.sources[0].write(page, stream, where)}")
            sources = ", ".join(one for _ in owners)
            owners = {stream: self.sources[0]}
        else:
            written = (source.write(page, owner, where) for owner, source in owners.items())
            sources = ", ".join(written)
        told = self.exhaustive and takes(page.adapter.stream_concurrently, "exhaustive")
        more = ", exhaustive=True" if told else ""
        if page.is_opened_again(stream):
            # Each call of it gets the very same objects.
            objects = page.identifier(f"sources of {stream}")
            page.line(f"{objects} = ({sources})")
            sources = f"*{objects}"
        made = f"{page.call('stream_concurrently')}({sources}{more})"
        _write_stream(page, stream, made, [it.stream or name for name, it in owners.items()])


def _write_stream(page: Page, stream: str, made: str, owners: list[str]) -> None:
    elements = ""
    if page.asking_is_awaited:
        listed = (f"{owner!r}: {page.identifier(f'elements of {owner}')}" for owner in owners)
        elements = f", {{{', '.join(listed)}}}"
    if page.is_opened_again(stream):
        page.opened[stream] = f"{made}{elements}"
    page.line(f"script.open({stream!r}, {made}{elements})")
