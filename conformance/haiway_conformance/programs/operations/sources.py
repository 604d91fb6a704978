"""The sources from which helpers and streams read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from haiway_conformance.adapter import Adapter, capabilities, takes
from haiway_conformance.programs.execution import Execution, Frame
from haiway_conformance.programs.execution.elements import Elements, characters
from haiway_conformance.programs.execution.failures import FAILURES_IN_WORDS, Failing
from haiway_conformance.programs.execution.iterables import (
    AsyncIterable,
    Indexed,
    LazyList,
    OneTimeAsyncIterator,
    OneTimeIterator,
    Sized,
)
from haiway_conformance.programs.execution.reading import Reading
from haiway_conformance.programs.operations.elements import Element
from haiway_conformance.programs.operations.operation import Block, Carrier, Held, Part
from haiway_conformance.programs.operations.source_kinds import ASYNC, Ending, Kind
from haiway_conformance.programs.writing import Outline, Page, Where

__all__ = ("Source",)

_OWN: Final = {"stream": frozenset({"stream"}), "merged stream": frozenset({"merge"})}


@dataclass(frozen=True, slots=True)
class Source(Part):
    """The source that a helper or stream reads.

    Attributes:
        kind: What it is.
        elements: Its elements, in order.
        before: What it does before each; suspends in asynchronous sources only.
        ending: What comes after them.
        error: What is raised if it fails.
        rest: What the handler does with what an endless source gives after its elements.
        clean_up: What an asynchronous generator does on every way out of it.
        stream: The name of a stream that is open already, if it is that one. Its elements have the
            names that they have there.
    """

    kind: Kind = "list"
    elements: tuple[Element, ...] = ()
    before: Block = ()
    ending: Ending = "ends"
    error: Failing = "exception"
    rest: Block = ()
    clean_up: Block = ()
    stream: str = ""

    def needs(self) -> frozenset[str]:
        return frozenset() if self.stream else _OWN.get(self.kind, frozenset())

    def is_there(self, execution: Execution) -> bool:
        """Tell if it can be made: the stream that it is has been opened, if it is one."""
        return not self.stream or self.stream in execution.streams

    def held(self, owner: str, *path: str | int, handled: bool) -> Iterator[Held]:
        """Yield its blocks as those of the operation that it belongs to.

        Args:
            owner: The helper call or stream that reads it.
            path: Leads to it from the operation.
            handled: Whether a handler is called with its elements.
        """
        generator = f"source of {owner}"
        if handled:
            for index, element in enumerate(self.elements):
                element_path = (*path, "elements", index, "body")
                yield Held(element_path, element.body, Carrier.CALL, f"{owner}[{index}]")
        yield Held((*path, "before"), self.before, Carrier.GENERATOR, generator)
        if handled and self.rest:
            # By the first of the calls that handle what comes after its elements.
            further = f"{owner}[{len(self.elements)}]"
            yield Held((*path, "rest"), self.rest, Carrier.CALL, further)
        yield Held((*path, "clean_up"), self.clean_up, Carrier.GENERATOR, generator)

    def read(self, outline: Outline, name: str) -> None:
        """Write it for people.

        Args:
            outline: The text of the program.
            name: What it is to the operation that it belongs to.
        """
        if self.stream:
            outline.line(f"{name}: the open stream {self.stream}")
            return
        count = len(self.elements)
        ending = {
            "ends": "",
            "fails": f", then raises ({FAILURES_IN_WORDS[self.error]})",
            "silent": ", then never gives another nor ends",
            "endless": ", then others for ever",
        }[self.ending]
        kind = "" if name == "generator" else f"{self.kind} of "
        odd = any(each.oddity for each in self.elements) and name != "source"
        oddities = ", ".join(each.oddity or "object" for each in self.elements)
        values = f" ({oddities})" if odd else ""
        outline.line(f"{name}: {kind}{count} element{'' if count == 1 else 's'}{values}{ending}")
        for what, block in (("before each", self.before), ("at its end", self.clean_up)):
            if block:
                outline.block_under(f"the {name}, {what}:", block)

    def make(  # noqa: PLR0911, PLR0912 - one a kind
        self, execution: Execution, owner: str, elements: Elements, frame: Frame
    ) -> Any:
        """Return the object that is read.

        Args:
            execution: The run.
            owner: The helper call or stream that reads it.
            elements: Its elements.
            frame: The place at which it is made.
        """
        if self.stream:
            return execution.streams[self.stream].iterator
        reading = Reading(execution, owner, self, elements, frame)
        match self.kind:
            case "list" | "tuple" | "set":
                return {"list": list, "tuple": tuple, "set": set}[self.kind](elements)
            case "dict":
                return dict.fromkeys(elements)
            case "string" | "bytes":
                text = characters(len(elements))
                return text if self.kind == "string" else text.encode()
            case "sized iterable":
                return Sized(len(elements), reading.generate)
            case "indexed object":
                return Indexed(list(elements))
            case "lazy list":
                return LazyList(reading.generate)
            case "generator":
                return reading.generate()
            case "iterator":
                return OneTimeIterator(reading.generate())
            case "async generator":
                return reading.generate_async()
            case "async iterator":
                return OneTimeAsyncIterator(reading.generate_async())
            case "async iterable":
                return AsyncIterable(reading.generate_async)
            case "stream":
                return execution.adapter.stream(reading.generate_async)
            case "merged stream":
                partner, more = _partner(execution.adapter)
                name = f"partner of {owner}"
                nothing = Elements(execution.objects, name, partner)
                other = partner.make(execution, name, nothing, frame)
                merge = execution.adapter.stream_concurrently
                return merge(reading.generate_async(), other, **more)

    def write(  # noqa: PLR0911, PLR0912 - one a kind
        self, page: Page, owner: str, where: Where
    ) -> str:
        """Write what makes it.

        Args:
            page: The script.
            owner: The helper call or stream that reads it.
            where: The place at which it is made.

        Returns:
            The expression for the object that is read.
        """
        if self.stream:
            return f"script.streams[{self.stream!r}]"
        elements = self.write_elements(page, owner)
        match self.kind:
            case "list" | "tuple" | "set":
                return f"{self.kind}({elements})"
            case "dict":
                return f"dict.fromkeys({elements})"
            case "string":
                return f"''.join({elements})"
            case "bytes":
                return f"bytes({elements})"
            case "indexed object":
                return page.use(f"Indexed({elements})")
            case "generator" | "iterator" | "sized iterable" | "lazy list":
                name = page.identifier(f"source of {owner}")
                with page.under(f"def {name}():"):
                    self._write_reading(page, owner, where.inside(f"source of {owner}"))
                if self.kind == "sized iterable":
                    return page.use(f"Sized({len(self.elements)}, {name})")
                if self.kind == "lazy list":
                    return page.use(f"LazyList({name})")
                made = f"{name}()"
                return made if self.kind == "generator" else page.use(f"OneTimeIterator({made})")
            case "async generator":
                return f"{self.write_generator(page, owner, where)}()"
            case "async iterator":
                generator = self.write_generator(page, owner, where)
                return page.use(f"OneTimeAsyncIterator({generator}())")
            case "async iterable":
                return page.use(f"AsyncIterable({self.write_generator(page, owner, where)})")
            case "stream":
                return f"{page.call('stream')}({self.write_generator(page, owner, where)})"
            case "merged stream":
                generator = self.write_generator(page, owner, where)
                partner, more = _partner(page.adapter)
                other = partner.write(page, f"partner of {owner}", where)
                told = ", exhaustive=True" if more else ""
                return f"{page.call('stream_concurrently')}({generator}(), {other}{told})"

    def write_elements(self, page: Page, owner: str) -> str:
        """Write the list of its elements.

        Args:
            page: The script.
            owner: The helper call or stream that reads it.

        Returns:
            The list's name.
        """
        name = page.identifier(f"elements of {owner}")
        values = "".join(f", {each.value!r}" for each in self.elements)
        if self.kind in ("string", "bytes"):
            given = characters(len(self.elements))
            page.line(f"{name} = list({given if self.kind == 'string' else given.encode()!r})")
        else:
            page.line(f"{name} = script.elements({owner!r}{values})")
        return name

    def write_generator(
        self, page: Page, owner: str, where: Where, *, arguments: bool = False
    ) -> str:
        """Write its generator function, after its elements.

        Args:
            page: The script.
            owner: The helper call or stream that reads it.
            where: The place at which it is made.
            arguments: Whether it says which arguments it is given.

        Returns:
            The function's name.
        """
        name, inner = page.identifier(f"source of {owner}"), where.inside(f"source of {owner}")
        with page.under(f"async def {name}({'*args, **kwargs' if arguments else ''}):"):
            if arguments:
                page.line(f"script.say({f'{name} is given'!r}, args, kwargs)")
            page.reach_of("{} began", inner)
            if self.clean_up:
                with page.under("try:"):
                    self._write_reading(page, owner, inner)
                with page.under("finally:"):
                    page.block(self.clean_up, inner)
            else:
                self._write_reading(page, owner, inner)
        return name

    def _write_reading(self, page: Page, owner: str, where: Where) -> None:
        """Write what gives the elements, one after the other."""
        elements = page.identifier(f"elements of {owner}")
        before = self.before if self.kind in ASYNC else ()
        element = page.numbered("element")
        if any(f"{owner}[{at}] read" in page.milestones for at in range(len(self.elements))):
            number = page.numbered("number")
            with page.under(f"for {number}, {element} in enumerate({elements}):"):
                page.block(before, where)
                page.line(f"script.reach_read({owner!r}, {number})")
                page.line(f"yield {element}")
        else:
            with page.under(f"for {element} in {elements}:"):
                page.block(before, where)
                page.line(f"yield {element}")
        if self.ending == "endless":
            with page.under("while True:"):
                page.block(before, where)
                page.line(f"yield script.another({owner!r}, {elements})")
            return
        page.block(before, where)
        if self.ending == "silent" and self.kind in ASYNC:
            page.reach_of("silence of {}", where)
            page.line(f"await script.wait({f'never of {where.task}'!r}, 'never')")
        elif self.ending == "fails":
            page.line(f"raise {page.error(f'error of {where.task}', self.error)}")


def _partner(adapter: Adapter) -> tuple[Source, dict[str, bool]]:
    """Return a source that adds nothing to one that it is merged with, and how to merge it."""
    if "exhaustive" not in capabilities(adapter):
        return Source("async generator", ending="silent"), {}
    # A merge that can only end with its last source need not be told.
    told = takes(adapter.stream_concurrently, "exhaustive")
    return Source("async generator"), {"exhaustive": True} if told else {}
