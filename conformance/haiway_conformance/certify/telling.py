"""Write the report for people, as wide and as colourful as the stream allows: `tell`."""

import os
import shutil
from collections.abc import Iterable
from typing import Final, TextIO

from rich.console import Console
from rich.text import Text

from haiway_conformance.report.explanation import WIDTH
from haiway_conformance.report.visible import visible

__all__ = ("tell", "width_for")

NARROWEST: Final = 60
WIDEST: Final = 120
"""Longer lines of prose are hard to read."""

# The style of a block, by how its first line begins; of several that fit, the last.
_STYLES: Final = (
    ("verdict", "bold"),
    ("verdict: conformant", "bold green"),
    ("verdict (partial): conformant", "bold green"),
    ("verdict: not", "bold red"),
    ("verdict (partial): not", "bold red"),
    ("FAILED", "bold red"),
    ("UNEXPECTED PASS", "bold red"),
    ("WARNING", "yellow"),
    ("BLOCKED", "yellow"),
    ("VACUOUS", "yellow"),
    ("ERROR", "yellow"),
    ("NOT DETERMINISTIC", "yellow"),
)


def width_for(stream: TextIO) -> int:
    """Return the width to write for: the terminal's, 60 columns at least.

    Args:
        stream: The stream. What is no terminal gets 88 columns, unless COLUMNS says otherwise.
    """
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        width = int(columns)
    else:
        width = shutil.get_terminal_size((WIDTH, 0)).columns if stream.isatty() else WIDTH
    return min(max(width, NARROWEST), WIDEST)


def tell(blocks: Iterable[str], stream: TextIO) -> None:
    """Write blocks of text, with an empty line between them.

    Args:
        blocks: The blocks. Control characters in them are shown, not sent.
        stream: The stream. A terminal gets colours, unless NO_COLOR is set.
    """
    # No width: the lines are as long as they are meant to be, and tokens must not be broken.
    console = Console(file=stream, highlight=False, markup=False, soft_wrap=True)
    plain = console.no_color or not console.color_system
    for number, block in enumerate(blocks):
        if number:
            stream.write("\n")
        first, newline, rest = visible(block).partition("\n")
        if plain:
            stream.write(first)
        else:
            console.print(Text(first, _style(first)), end="")
        stream.write(f"{newline}{rest}\n")


def _style(line: str) -> str:
    return next((style for begin, style in reversed(_STYLES) if line.startswith(begin)), "")
