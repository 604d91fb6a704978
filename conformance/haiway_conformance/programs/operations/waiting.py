"""Operations that wait, and milestones for which others wait."""

import asyncio
from dataclasses import dataclass
from typing import Literal

from haiway_conformance.programs.execution import Execution, Frame
from haiway_conformance.programs.operations.operation import (
    Block,
    Held,
    Operation,
    Step,
    makes_nothing,
    needs_nothing,
    never,
    no_stand_in,
    once,
)
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.simulated_loop import Did, Readiness

__all__ = ("Forever", "Meet", "Reach", "Sleep", "Wait", "Yield")


@dataclass(frozen=True, slots=True)
class Wait(Step):
    """Wait for an external event.

    Attributes:
        event: The event's name.
        until: When it may come: in any iteration; only when nothing else can run; never.
        after: A milestone before which it does not come: `entering S`, `entered S`, `exit of S` (of
            a scope or resource), `T began`, `clean-up of T`, `call of H`, `end of H` (of a helper
            or one of its handler calls), `H[i] read`, `silence of S` (of a source), or one of a
            `Reach`; None for none.
    """

    event: str
    until: Literal["any", "idle", "never"] = "any"
    after: str | None = None

    needs = needs_nothing
    suspensions = once

    def read(self, outline: Outline) -> None:
        when = {"any": "", "idle": ", which completes last", "never": ", which never completes"}
        after = f" (after: {self.after})" if self.after else ""
        outline.line(f"wait for {self.event}{when[self.until]}{after}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        future = execution.loop.external_event(self.event, Readiness(self.until), after=self.after)
        await execution.wait(frame, self.event, future)

    def write(self, page: Page, where: Where) -> None:
        until = f", {self.until!r}" if self.until != "any" else ""
        after = f", after={self.after!r}" if self.after is not None else ""
        page.line(f"await script.wait({self.event!r}{until}{after})")


@dataclass(frozen=True, slots=True)
class Sleep(Step):
    """Sleep for some virtual seconds."""

    seconds: float

    needs = needs_nothing
    suspensions = once

    def read(self, outline: Outline) -> None:
        outline.line(f"sleep {self.seconds:g} s")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        await execution.wait(frame, f"sleep {self.seconds:g} s", asyncio.sleep(self.seconds))

    def write(self, page: Page, where: Where) -> None:
        page.line(f"await asyncio.sleep({self.seconds!r})")


@dataclass(frozen=True, slots=True)
class Yield(Step):
    """Let every other ready callback run once: `asyncio.sleep(0)`."""

    needs = needs_nothing
    suspensions = once

    def read(self, outline: Outline) -> None:
        outline.line("sleep(0)")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            execution.trace.record(frame.task, Did.INTERRUPTED, "yield")
            raise

    def write(self, page: Page, where: Where) -> None:
        page.line("await asyncio.sleep(0)")


@dataclass(frozen=True, slots=True)
class Reach(Step):
    """Reach a milestone for which others may wait."""

    milestone: str

    needs = needs_nothing
    suspensions = never

    def read(self, outline: Outline) -> None:
        outline.line(f"reach: {self.milestone}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        execution.loop.environment.reach(self.milestone)

    def write(self, page: Page, where: Where) -> None:
        page.reach(self.milestone)


@dataclass(frozen=True, slots=True)
class Meet(Step):
    """Wait until a number of tasks have come to the same barrier."""

    barrier: str
    parties: int

    needs = needs_nothing
    suspensions = once

    def read(self, outline: Outline) -> None:
        outline.line(f"meet {self.parties} tasks at barrier {self.barrier}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        opened = execution.barriers.meet(self.barrier, self.parties)
        await execution.wait(frame, self.barrier, opened)

    def write(self, page: Page, where: Where) -> None:
        page.line(f"await script.meet({self.barrier!r}, {self.parties})")


@dataclass(frozen=True, slots=True)
class Forever(Operation):
    """Repeat `body` until it raises, like a background task that never ends by itself."""

    body: Block

    needs = needs_nothing
    suspensions = never
    makes = makes_nothing
    stand_in = no_stand_in

    def blocks(self) -> tuple[Held, ...]:
        return (Held(("body",), self.body),)

    def read(self, outline: Outline) -> None:
        outline.block_under("while True:", self.body)

    async def perform(self, execution: Execution, frame: Frame) -> None:
        while True:
            before = execution.loop.iteration
            await execution.run(self.body, frame)
            if execution.loop.iteration == before:
                await asyncio.sleep(0)  # a body that never suspends would stop the loop for good

    def write(self, page: Page, where: Where) -> None:
        suspends = any(isinstance(each, Sleep | Yield | Wait) for each in self.body)
        with page.under("while True:"):
            if suspends:
                page.block(self.body, where)
                return
            before = page.numbered("before")
            page.line(f"{before} = script.loop.iteration")
            page.block(self.body, where)
            with page.under(f"if script.loop.iteration == {before}:"):
                page.line("await asyncio.sleep(0)  # nothing else could ever run otherwise")
