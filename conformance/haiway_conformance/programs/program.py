"""A program as data: `Program`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from haiway_conformance.programs.operations import (
    Block,
    InjectCancel,
    OpenAgain,
    Operation,
    Wait,
)
from haiway_conformance.programs.text_form import ProgramError, decoded, encoded

__all__ = ("Program", "ProgramError")


@dataclass(frozen=True)
class Program:
    """The operations that the main task of a run carries out.

    Attributes:
        main: Its operations.
        lacking: The capabilities that it would need as well, had it not been drawn for an
            implementation that lacks them. It is not part of the program's identity or text.

    Example:
        >>> from haiway_conformance.programs.operations import Scope, Spawn, Wait
        >>> program = Program((Scope("s", (Spawn("t", (Wait("p"),)),)),))
        >>> Program.from_text(program.to_text()) == program
        True
    """

    main: Block
    lacking: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    def to_text(self) -> str:
        """Return the program as one line of JSON: the same program gives the same text."""
        return self._text

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read what `to_text` wrote.

        Args:
            text: The text.

        Raises:
            ProgramError: If it is another text.
        """
        return cls(decoded(text))

    def __iter__(self) -> Iterator[Operation]:
        """Iterate all operations, each before those within it, in the order of the text."""
        return iter(self._operations)

    # These are asked for at each run of a program, and found once.

    @cached_property
    def _text(self) -> str:
        return encoded(self.main)

    @cached_property
    def _operations(self) -> tuple[Operation, ...]:
        found: list[Operation] = []
        _walk(self.main, found)
        return tuple(found)

    @cached_property
    def size(self) -> int:
        """The number of operations."""
        return len(self._operations)

    @cached_property
    def needs(self) -> frozenset[str]:
        """The capabilities without which an implementation cannot carry it out."""
        return frozenset[str]().union(*(each.needs() for each in self))

    @cached_property
    def injected_tasks(self) -> tuple[str, ...]:
        """The tasks that are cancelled from outside of the program."""
        return tuple({each.task: None for each in self if isinstance(each, InjectCancel)})

    @cached_property
    def milestones(self) -> frozenset[str]:
        """The milestones for which its operations wait."""
        waits = (each.after for each in self if isinstance(each, Wait))
        return frozenset(each for each in waits if each is not None)

    @cached_property
    def opened_again(self) -> frozenset[str]:
        """The streams of whose generator functions or sources other streams are made."""
        return frozenset(each.of for each in self if isinstance(each, OpenAgain))


def _walk(block: Block, found: list[Operation]) -> None:
    for operation in block:
        found.append(operation)
        for held in operation.blocks():
            if held.block:
                _walk(held.block, found)
