"""Listening to what is logged: `listening`, and what log records say."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from inspect import Parameter, signature
from typing import Any, Final

from haiway_conformance.programs.execution.described import without_numbers

__all__ = ("attached_error", "declares", "identity", "listening", "takes_arguments")

# Every log record has these attributes, some of them once it has been formatted: only the others
# can identify a scope.
_STANDARD: Final = frozenset(vars(logging.LogRecord("", 0, "", 0, "", None, None))) | {
    *("asctime", "message", "taskName")
}


@contextmanager
def listening() -> Generator[list[logging.LogRecord]]:
    """Collect all log records made within, whatever logger they are made for."""
    records: list[logging.LogRecord] = []
    make = logging.getLogRecordFactory()
    root = logging.getLogger()
    level = root.level

    def listen(*arguments: Any, **extra: Any) -> logging.LogRecord:
        record = make(*arguments, **extra)
        records.append(record)
        return record

    silent = logging.NullHandler()  # else logging prints records that have no handler
    logging.setLogRecordFactory(listen)
    root.addHandler(silent)
    root.setLevel(logging.DEBUG)
    try:
        yield records
    finally:
        root.setLevel(level)
        root.removeHandler(silent)
        logging.setLogRecordFactory(make)


def declares(function: Any, parameter: str) -> bool:
    """Return whether a function has a parameter of a name; True if nothing is known of it."""
    try:
        return parameter in signature(function).parameters
    except (TypeError, ValueError):
        return True


def takes_arguments(function: Any) -> bool:
    """Return whether a function has a parameter `*args`; False if nothing is known of it."""
    try:
        parameters = signature(function).parameters.values()
    except (TypeError, ValueError):
        return False
    return any(each.kind is Parameter.VAR_POSITIONAL for each in parameters)


def attached_error(record: logging.LogRecord) -> BaseException | None:
    """Return the exception that is attached to a record.

    `logging` makes a tuple of a bare exception, unless that is false: then it keeps it as it is.
    """
    attached: object = record.exc_info
    if isinstance(attached, BaseException):
        return attached
    return None if record.exc_info is None else record.exc_info[1]


def identity(record: logging.LogRecord, scopes: list[str], message: str) -> str:
    """Name the scope that a log record identifies.

    Args:
        record: The record.
        scopes: The names of all scopes that were entered.
        message: What the program logged.

    Returns:
        The names of those scopes that the record mentions (in its logger's name, its message, or
        an attribute of its own), or, if it mentions none, all its text without numbers, which then
        at least is the same for each record of one scope.
    """
    extra = {key: value for key, value in vars(record).items() if key not in _STANDARD}
    logged = record.getMessage().replace(message, "")
    text = " ".join([record.name, logged, *map(str, extra.values())])
    mentioned = [name for name in scopes if name in text]
    return f"scope {', '.join(mentioned)}" if mentioned else without_numbers(text)
