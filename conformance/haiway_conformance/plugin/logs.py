"""Silence what implementations log while a property is judged: `silenced_logging`."""

import logging
from collections.abc import Generator
from contextlib import contextmanager

__all__ = ("silenced_logging",)


@contextmanager
def silenced_logging() -> Generator[None]:
    """Log as in a program that configures nothing, but to nowhere.

    A property has thousands of runs. Without any handler `logging` would print their records, and
    pytest's handlers would keep them as text, tracebacks included, without telling which belong to
    a counterexample. Programs that judge logging look at the records themselves. They must find
    them, even if a project has disabled loggers or pytest has been told a level.

    Yields:
        Nothing. Everything is as before afterwards.
    """
    root = logging.getLogger()
    handlers, level, disabled = root.handlers[:], root.level, root.manager.disable
    known = [root, *root.manager.loggerDict.values()]
    silent = [each for each in known if isinstance(each, logging.Logger) and each.disabled]
    root.handlers[:] = [logging.NullHandler()]
    root.setLevel(logging.WARNING)
    logging.disable(logging.NOTSET)
    _disable(silent, disabled=False)
    try:
        yield
    finally:
        _disable(silent, disabled=True)
        logging.disable(disabled)
        root.setLevel(level)
        root.handlers[:] = handlers


def _disable(loggers: list[logging.Logger], *, disabled: bool) -> None:
    for each in loggers:
        each.disabled = disabled
