"""The operation that sets a deadline."""

import asyncio
from dataclasses import dataclass

from haiway_conformance.programs.execution import Execution, Frame
from haiway_conformance.programs.operations.operation import (
    Block,
    Held,
    Operation,
    makes_nothing,
    needs_nothing,
    never,
)
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.simulated_loop import Did

__all__ = ("Deadline",)


@dataclass(frozen=True, slots=True)
class Deadline(Operation):
    """Carry out `body` under `asyncio.timeout`, and catch the TimeoutError when it expires.

    Attributes:
        seconds: The delay of the deadline, in virtual seconds.
        body: The operations.
    """

    seconds: float
    body: Block

    needs = needs_nothing
    suspensions = never
    makes = makes_nothing

    def blocks(self) -> tuple[Held, ...]:
        return (Held(("body",), self.body),)

    def stand_in(self, *, scoped: bool) -> Block:
        return self.body

    def read(self, outline: Outline) -> None:
        outline.block_under(f"under a timeout of {self.seconds:g} s, caught:", self.body)

    async def perform(self, execution: Execution, frame: Frame) -> None:
        balanced = execution.balance.begin(frame)
        what = f"deadline of {self.seconds:g} s"
        timeout = asyncio.timeout(self.seconds)
        try:
            async with timeout:
                await execution.run(self.body, frame.under_deadline())
        except TimeoutError:
            if not timeout.expired():
                raise
            execution.trace.record(frame.task, Did.TIMED_OUT, what)
        balanced(f"the {what}")

    def write(self, page: Page, where: Where) -> None:
        timeout = page.numbered("timeout")
        page.line(f"{timeout} = asyncio.timeout({self.seconds!r})")
        with page.under("try:"), page.under(f"async with {timeout}:"):
            page.block(self.body, where)
        with page.under("except TimeoutError:"):
            with page.under(f"if not {timeout}.expired():"):
                page.line("raise")
            page.line(f"script.say({f'timed out after {self.seconds:g} s'!r})")
