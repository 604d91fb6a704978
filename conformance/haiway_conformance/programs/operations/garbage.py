"""Operations about what is kept in memory."""

import gc
from dataclasses import dataclass

from haiway_conformance.programs.execution import Execution, Frame
from haiway_conformance.programs.operations.operation import Step, needs_nothing, never
from haiway_conformance.programs.writing import Outline, Page, Where

__all__ = ("CollectGarbage", "Forget", "ForgetStream")


@dataclass(frozen=True, slots=True)
class Forget(Step):
    """Drop what `spawn` returned, so that the program does not know the task any more."""

    task: str

    needs = needs_nothing
    suspensions = never

    def read(self, outline: Outline) -> None:
        outline.line(f"forget {self.task}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        execution.handles.pop(self.task, None)

    def write(self, page: Page, where: Where) -> None:
        page.line(f"script.tasks.pop({self.task!r}, None)")
        where.known.discard(self.task)


@dataclass(frozen=True, slots=True)
class ForgetStream(Step):
    """Drop a stream, so that the program can neither read nor close it any more."""

    stream: str

    needs = needs_nothing
    suspensions = never

    def read(self, outline: Outline) -> None:
        outline.line(f"forget stream {self.stream}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        execution.streams.pop(self.stream, None)

    def write(self, page: Page, where: Where) -> None:
        page.line(f"script.streams.pop({self.stream!r}, None)")
        where.known.discard(self.stream)


@dataclass(frozen=True, slots=True)
class CollectGarbage(Step):
    """Collect garbage, as the interpreter may do at any moment.

    Source: https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task says that the
    event loop keeps only weak references to tasks.
    """

    needs = needs_nothing
    suspensions = never

    def read(self, outline: Outline) -> None:
        outline.line("collect garbage (gc.collect)")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        gc.collect(0)  # all objects of the run are in the youngest generation

    def write(self, page: Page, where: Where) -> None:
        page.line("gc.collect()")
