"""What implementations log while a property is judged goes nowhere: `unheard`."""

import logging
from collections.abc import Generator
from contextlib import contextmanager

__all__ = ("unheard",)


@contextmanager
def unheard() -> Generator[None]:
    """Let nobody but the property listen to what is logged within.

    A property's runs are thousands. Without handlers `logging` would print what they log, and
    pytest's own would keep it as text, tracebacks included; of a counterexample's run, neither
    would tell. Programs that judge logging look at the records themselves.

    Yields:
        Nothing. Afterwards the root logger has its handlers again.
    """
    root = logging.getLogger()
    before = root.handlers[:]
    root.handlers[:] = [logging.NullHandler()]
    try:
        yield
    finally:
        root.handlers[:] = before
