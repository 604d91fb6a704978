"""Operations that consume and close streams."""

import asyncio
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Final

from haiway_conformance.programs.execution import Execution, Frame
from haiway_conformance.programs.execution.streams import ask
from haiway_conformance.programs.operations.operation import (
    Block,
    Held,
    Operation,
    Step,
    makes_nothing,
    needs_nothing,
    never,
    no_stand_in,
)
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.simulated_loop import Did

__all__ = ("Close", "Consume", "Next")

# An implementation may suspend more often than its stream gives items.
_MORE_SUSPENSIONS: Final = 2


@dataclass(frozen=True, slots=True)
class Consume(Operation):
    """Loop over a stream, `async for`.

    Attributes:
        stream: The stream's name.
        body: What is done with each item.
        items: The number of items after which the loop is left by `break`; None for never.
    """

    stream: str
    body: Block = ()
    items: int | None = None

    needs = needs_nothing
    makes = makes_nothing
    stand_in = no_stand_in

    def suspensions(self, lengths: Mapping[str, int]) -> int:
        return lengths.get(self.stream, 0) + _MORE_SUSPENSIONS

    def blocks(self) -> tuple[Held, ...]:
        return (Held(("body",), self.body),)

    def read(self, outline: Outline) -> None:
        leaving = "" if self.items is None else f", left after {self.items}"
        outline.block_under(f"for each item of stream {self.stream}{leaving}:", self.body)

    async def perform(self, execution: Execution, frame: Frame) -> None:
        stream = execution.streams.get(self.stream)
        if stream is None:
            return
        stream.iterator = aiter(stream.iterator)
        left = self.items
        while await ask(execution, self.stream, frame):
            await execution.run(self.body, frame)
            left = None if left is None else left - 1
            if left == 0:
                break

    def write(self, page: Page, where: Where) -> None:
        stream = self.stream
        asked = _asked(page, stream, where)
        known = stream in where.known
        there = "" if known else f"{stream!r} in script.streams and "
        with nullcontext() if known else page.under(f"if {stream!r} in script.streams:"):
            page.line(f"script.streams[{stream!r}] = aiter(script.streams[{stream!r}])")
        left = "" if self.items is None else page.numbered("left")
        if left:
            page.line(f"{left} = {self.items}")
        with page.under(f"while {there}{asked}:"):
            page.block(self.body, where)
            if left:
                page.line(f"{left} -= 1")
                with page.under(f"if {left} == 0:"):
                    page.line("break")


@dataclass(frozen=True, slots=True)
class Next(Step):
    """Ask a stream for an item, `anext`, and record the answer, even that it has ended.

    Attributes:
        stream: The stream's name.
        times: How many times in a row.
    """

    stream: str
    times: int = 1

    needs = needs_nothing

    def suspensions(self, lengths: Mapping[str, int]) -> int:
        return self.times

    def read(self, outline: Outline) -> None:
        items = "an item" if self.times == 1 else f"{self.times} items"
        outline.line(f"ask stream {self.stream} for {items}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        for _ in range(self.times if self.stream in execution.streams else 0):
            await ask(execution, self.stream, frame)

    def write(self, page: Page, where: Where) -> None:
        stream, asked = self.stream, _asked(page, self.stream, where)
        if self.times == 1 and stream in where.known:
            page.line(asked)
            return
        times = f"{self.times} if {stream!r} in script.streams else 0"
        with page.under(f"for _ in range({times}):"):
            page.line(asked)


@dataclass(frozen=True, slots=True)
class Close(Step):
    """Close a stream, `aclose`, if it can be closed."""

    stream: str

    needs = needs_nothing
    suspensions = never

    def read(self, outline: Outline) -> None:
        outline.line(f"close stream {self.stream} (aclose)")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        stream = execution.streams.get(self.stream)
        if stream is None:
            return
        aclose = getattr(stream.iterator, "aclose", None)
        what = f"aclose of {self.stream}"
        if aclose is None:
            execution.trace.record(frame.task, Did.SAW, what, "missing")
            return
        execution.trace.record(frame.task, Did.WAITS, what)
        try:
            await aclose()
        except asyncio.CancelledError:
            execution.trace.record(frame.task, Did.INTERRUPTED, what)
            raise
        except BaseException as error:
            seen = f"raised {execution.objects.name_of(error)}"
            execution.trace.record(frame.task, Did.SAW, what, seen)
            raise
        execution.trace.record(frame.task, Did.SAW, what, "done")

    def write(self, page: Page, where: Where) -> None:
        with page.under(f"if {self.stream!r} in script.streams:"):
            page.line(f"await script.close({self.stream!r})")


def _asked(page: Page, stream: str, where: Where) -> str:
    """Return the expression that asks a stream for an item."""
    asker = ""
    if page.asking_is_awaited:
        asker = f", asker={'name' if where.handler else repr(where.task)}"
    return f"await script.ask({stream!r}{asker})"
