"""Operations on streams."""

from dataclasses import dataclass

from haiway_conformance.programs.operations.block import Block

__all__ = ("Iterate",)


@dataclass(frozen=True, slots=True)
class Iterate:
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
