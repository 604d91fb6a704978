"""Silence what implementations log while a property is judged: `silenced_logging`."""

import logging
from collections.abc import Generator
from contextlib import contextmanager

__all__ = ("silenced_logging",)


@contextmanager
def silenced_logging() -> Generator[None]:
    """Take the handlers off the root logger.

    A property has thousands of runs. Without any handler `logging` would print their records, and
    pytest's handlers would keep them as text, tracebacks included, without telling which belong to
    a counterexample. Programs that judge logging look at the records themselves.

    Yields:
        Nothing. The root logger gets its handlers back afterwards.
    """
    root = logging.getLogger()
    before = root.handlers[:]
    root.handlers[:] = [logging.NullHandler()]
    try:
        yield
    finally:
        root.handlers[:] = before
