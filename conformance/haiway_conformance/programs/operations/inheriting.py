"""An operation on code that the program starts by itself, in a copy of the context: `Inherit`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from haiway_conformance.programs.execution import Execution, Frame
from haiway_conformance.programs.execution.inheriting import in_callback, in_thread
from haiway_conformance.programs.operations.operation import (
    Block,
    Carrier,
    Held,
    Operation,
    needs_nothing,
)
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.simulated_loop import Did

__all__ = ("Inherit",)


@dataclass(frozen=True, slots=True)
class Inherit(Operation):
    """Carry out `body` outside of any task, in a copy of the context, and wait for it.

    Attributes:
        task: The name under which its events are recorded.
        body: The operations. One that suspends is not carried out to its end.
        where: In a callback of the loop (`call_soon`), or in a thread (as `asyncio.to_thread`).
    """

    task: str
    body: Block
    where: Literal["callback", "thread"] = "callback"

    needs = needs_nothing

    def suspensions(self, lengths: Mapping[str, int]) -> int:
        return int(self.where == "callback")

    def makes(self) -> str:
        return self.task

    def blocks(self) -> tuple[Held, ...]:
        return (Held(("body",), self.body, Carrier.CALL, self.task),)

    def stand_in(self, *, scoped: bool) -> Block:
        return self.body

    def read(self, outline: Outline) -> None:
        place = "a callback (call_soon)" if self.where == "callback" else "a thread (to_thread)"
        outline.block_under(f"in {place}, {self.task}:", self.body)

    async def perform(self, execution: Execution, frame: Frame) -> None:
        carry_out = in_callback if self.where == "callback" else in_thread
        await carry_out(self._work(execution, frame.elsewhere(self.task)))

    async def _work(self, execution: Execution, frame: Frame) -> None:
        execution.trace.record(frame.task, Did.BEGAN, frame.task)
        await execution.run(self.body, frame)
        execution.trace.record(frame.task, Did.RETURNED, frame.task)

    def write(self, page: Page, where: Where) -> None:
        called = page.identifier(self.task)
        with page.under(f"async def {called}():"):
            page.block(self.body, where.inside(self.task))
        page.line(f"await script.in_{self.where}({called}())")
