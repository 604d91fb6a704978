"""A program as indented text for people: `Outline`."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from haiway_conformance.programs.operations import Block, Provided

__all__ = ("Outline", "arguments_in_words", "states_in_words")


class Outline:
    """The lines of a program, or of a part of one."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._indent = ""

    def line(self, text: str) -> None:
        """Write a line."""
        self.lines.append(self._indent + text)

    @contextmanager
    def under(self, heading: str) -> Generator[None]:
        """Write a line, and what is written within under it."""
        self.line(heading)
        indent = self._indent
        self._indent += "    "
        yield
        self._indent = indent

    def block(self, block: "Block") -> None:
        """Write operations, one after the other."""
        if not block:
            self.line("nothing")
        for operation in block:
            operation.read(self)

    def block_under(self, heading: str, block: "Block") -> None:
        """Write a line, and operations under it."""
        with self.under(heading):
            self.block(block)


def arguments_in_words(positional: tuple[str, ...], keyword: tuple[tuple[str, str], ...]) -> str:
    """Return arguments in brackets; nothing if there are none."""
    arguments = [*positional, *(f"{key}={name}" for key, name in keyword)]
    return f"({', '.join(arguments)})" if arguments else ""


def states_in_words(states: "tuple[Provided, ...]") -> str:
    """Return states by type and value."""
    return ", ".join(f"{each.type}({each.value})" for each in states)
