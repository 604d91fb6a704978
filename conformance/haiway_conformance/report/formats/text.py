"""Text that comes from a target, made fit for any file: `readable`, `in_one_line`."""

import re
from typing import Final

from haiway_conformance.report.visible import visible

__all__ = ("in_one_line", "readable", "shortened")

_SPACES: Final = re.compile(r"[ \t\r\n]+")


def readable(text: str, limit: int) -> str:
    """Return a text that is visible, and of limited length.

    Args:
        text: Any text, however long.
        limit: The limit, in characters, that `shortened` takes.
    """
    # Shortened before, because what becomes visible takes its time and grows.
    return shortened(visible(shortened(text, limit)), limit)


def in_one_line(text: str, limit: int) -> str:
    """Return a text that is visible, in one line, and of limited length.

    Args:
        text: Any text. Each run of spaces, tabs and line breaks in it becomes one space.
        limit: The limit, in characters, that `shortened` takes.
    """
    return readable(_SPACES.sub(" ", text).strip(), limit)


def shortened(text: str, limit: int) -> str:
    """Return a text of a limited length, which ends with the number of characters left out.

    Args:
        text: Any text.
        limit: The number of characters that stay. What is said of the rest comes on top of it, so
            a text that is longer by less than that stays as it is.
    """
    left_out = len(text) - limit
    said = f" [... {left_out:,} more characters]"
    return text if left_out <= len(said) else f"{text[:limit]}{said}"
