"""The three helpers."""

from collections.abc import AsyncIterable
from typing import Any

from callbacks.calls import execute_concurrently, process_concurrently
from callbacks.streams import Stream, merged

__all__ = ("execute_concurrently", "process_concurrently", "stream_concurrently")


def stream_concurrently(
    source_a: AsyncIterable[Any], source_b: AsyncIterable[Any], /, exhaustive: bool = False
) -> Stream:
    """The elements of both, as they arrive; ends with the first of them, or `exhaustive`."""
    return merged(source_a, source_b, exhaustive)
