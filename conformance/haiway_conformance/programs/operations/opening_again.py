"""Make another stream of what one was made of."""

from dataclasses import dataclass

from haiway_conformance.programs.execution import Execution, Frame
from haiway_conformance.programs.execution.streams import open_stream
from haiway_conformance.programs.operations.operation import (
    Operation,
    needs_nothing,
    never,
    no_blocks,
    no_stand_in,
)
from haiway_conformance.programs.writing import Outline, Page, Where

__all__ = ("OpenAgain",)


@dataclass(frozen=True, slots=True)
class OpenAgain(Operation):
    """Make another stream of the generator function, or of the sources, of one.

    The function, its arguments and the sources are the very same objects, and the items have the
    same names.

    Attributes:
        stream: The stream's name.
        of: The name of the other stream, which is made earlier in the same block.
    """

    stream: str
    of: str

    needs = needs_nothing
    suspensions = never
    stand_in = no_stand_in
    blocks = no_blocks

    def makes(self) -> str:
        return self.stream

    def read(self, outline: Outline) -> None:
        outline.line(f"open stream {self.stream} of what stream {self.of} was made of")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        other = execution.streams.get(self.of)
        if other is not None:
            open_stream(execution, frame, self.stream, other.make, other.elements)

    def write(self, page: Page, where: Where) -> None:
        made = page.opened.get(self.of)
        if made is None:
            page.line(f"# {self.stream!r}: nothing happens, there is no stream {self.of!r}")
            return
        page.line(f"script.open({self.stream!r}, {made})")
        where.known.add(self.stream)
