"""The operation that lets tasks start eagerly."""

import asyncio
from dataclasses import dataclass

from haiway_conformance.programs.execution import Execution, Frame
from haiway_conformance.programs.operations.operation import Step, needs_nothing, never
from haiway_conformance.programs.writing import Outline, Page, Where

__all__ = ("StartEagerly",)


@dataclass(frozen=True, slots=True)
class StartEagerly(Step):
    """Set asyncio's eager task factory, as a program may do for its loop.

    From then on a task runs until its first suspension while it is made. It changes nothing for an
    implementation that asks for a task factory of its own.

    Source: https://docs.python.org/3/library/asyncio-task.html#asyncio.eager_task_factory
    """

    needs = needs_nothing
    suspensions = never

    def read(self, outline: Outline) -> None:
        outline.line("set asyncio's eager task factory")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        if execution.adapter.task_factory is None:
            execution.loop.set_task_factory(asyncio.eager_task_factory)

    def write(self, page: Page, where: Where) -> None:
        if page.adapter.task_factory is None:
            page.line("script.loop.set_task_factory(asyncio.eager_task_factory)")
