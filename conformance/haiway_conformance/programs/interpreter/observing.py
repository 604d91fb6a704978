"""Carrying out operations that look at what an implementation provides."""

import asyncio
import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from inspect import Parameter, signature
from typing import Any, Final

from haiway_conformance.programs.interpreter.execution import Execution, performs
from haiway_conformance.programs.interpreter.failures import described, masked
from haiway_conformance.programs.interpreter.frames import Frame
from haiway_conformance.programs.interpreter.values import CONTEXT_VARIABLES
from haiway_conformance.programs.operations import (
    CountRequests,
    GetContext,
    GetState,
    GetVariable,
    Listen,
    Log,
    LogFailure,
    Provided,
    Record,
    SetContext,
    SetVariable,
    Trace,
)
from haiway_conformance.simulation import Did

__all__ = ("declares", "takes_arguments")

# What every log record has: only what else there is can identify a scope.
_STANDARD: Final = frozenset(vars(logging.LogRecord("", 0, "", 0, "", None, None))) | {"taskName"}


def _see(execution: Execution, frame: Frame, what: str, look: Callable[[], str]) -> None:
    try:
        seen = look()
    except Exception as error:  # noqa: BLE001 - that it raised is what was seen
        seen = f"raised {described(error)}"
    execution.trace.record(frame.task, Did.SAW, what, seen)


@performs(GetState, needs="state")
async def get_state(execution: Execution, operation: GetState, frame: Frame) -> None:
    """Look up state, and record which object it is."""
    kind = execution.state_type(operation.type)

    def look() -> str:
        if operation.default is None:
            found = execution.adapter.state(kind)
        else:
            of_type = operation.derived or operation.type
            default = execution.state(Provided(of_type, operation.default))
            found = execution.adapter.state(kind, default=default)
        return execution.name_of_state(found)

    _see(execution, frame, f"state {operation.type}", look)


@performs(SetVariable, needs="variable")
async def set_variable(execution: Execution, operation: SetVariable, frame: Frame) -> None:
    """Set a variable."""
    value = execution.state(Provided(operation.type, operation.value))
    execution.adapter.variable(value)
    execution.trace.record(frame.task, Did.SET, f"variable {operation.type}", operation.value)


@performs(GetVariable, needs="variable")
async def get_variable(execution: Execution, operation: GetVariable, frame: Frame) -> None:
    """Look up a variable, and record its value."""
    kind = execution.state_type(operation.type)

    def look() -> str:
        if operation.default is None:
            found = execution.adapter.variable(kind)
        else:
            default = execution.state(Provided(operation.type, operation.default))
            found = execution.adapter.variable(kind, default=default)
        return "None" if found is None else execution.name_of_state(found)

    _see(execution, frame, f"variable {operation.type}", look)


@performs(SetContext)
async def set_context(execution: Execution, operation: SetContext, frame: Frame) -> None:
    """Set a context variable."""
    CONTEXT_VARIABLES[operation.variable].set(operation.value)
    execution.trace.record(frame.task, Did.SET, f"context {operation.variable}", operation.value)


@performs(GetContext)
async def get_context(execution: Execution, operation: GetContext, frame: Frame) -> None:
    """Look up a context variable, and record its value."""
    value = CONTEXT_VARIABLES[operation.variable].get()
    execution.trace.record(frame.task, Did.SAW, f"context {operation.variable}", value)


@performs(Log, needs="logging")
async def log(execution: Execution, operation: Log, frame: Frame) -> None:
    """Log a message, and record which scope its record identifies."""

    def look() -> str:
        with _heard() as records:
            getattr(execution.adapter, f"log_{operation.level}")(operation.message)
        matching = [each for each in records if operation.message in each.getMessage()]
        if not matching:
            return "no record"
        return identity(matching[-1], list(execution.managers))

    _see(execution, frame, "log", look)


@performs(LogFailure, needs="logging")
async def log_failure(execution: Execution, operation: LogFailure, frame: Frame) -> None:
    """Log an exception, and record what the log record's `exc_info` says of it."""
    function = getattr(execution.adapter, f"log_{operation.level}")
    if not declares(function, "exception"):
        return  # haiway's `log_info` takes it for one more attribute of the record
    error = execution.error(operation.error, operation.kind)
    message = ("probe %s", 1) if operation.formatted and takes_arguments(function) else ("probe",)

    def logged(**exception: Any) -> logging.LogRecord | None:
        with _heard() as records:
            function(*message, **exception)
        matching = [each for each in records if "probe" in each.getMessage()]
        return matching[-1] if matching else None

    def look() -> str:
        if logged() is None:
            return "nothing at all"  # the implementation drops what is logged at this level
        record = logged(exception=error)
        if record is None:
            return "no record"
        return f"a record with exc_info of {execution.name_of(_attached(record))}"

    _see(execution, frame, f"log_{operation.level}", look)


@performs(Record, needs="record")
async def record(execution: Execution, operation: Record, frame: Frame) -> None:
    """Record an event, a metric or attributes, and see whether that is accepted."""
    given = operation.given

    def look() -> str:
        with _heard():  # what goes to the log is made there
            execution.adapter.record(**given)
        return "accepted"

    _see(execution, frame, f"record of {', '.join(given)}", look)


@performs(Listen)
async def listen(execution: Execution, operation: Listen, frame: Frame) -> None:
    """Carry out the body, then record which exceptions were logged as errors meanwhile."""
    with _heard() as records:
        try:
            await execution.run(operation.body, frame)
        finally:
            for record in records:
                error = _attached(record)
                if record.levelno == logging.ERROR and error is not None:
                    execution.trace.record(frame.task, Did.LOGGED, execution.name_of(error))


def declares(function: Any, parameter: str) -> bool:
    """Whether a function has a parameter of a name; True if nothing is known of it."""
    try:
        return parameter in signature(function).parameters
    except (TypeError, ValueError):
        return True


def takes_arguments(function: Any) -> bool:
    """Whether a function has a parameter `*args`; False if nothing is known of it."""
    try:
        parameters = signature(function).parameters.values()
    except (TypeError, ValueError):
        return False
    return any(each.kind is Parameter.VAR_POSITIONAL for each in parameters)


def _attached(record: logging.LogRecord) -> BaseException | None:
    """The exception that is attached to a record.

    `logging` makes a tuple of a bare one, unless it is false: then it leaves it as it is.
    """
    attached: object = record.exc_info
    if isinstance(attached, BaseException):
        return attached
    return None if record.exc_info is None else record.exc_info[1]


@contextmanager
def _heard() -> Generator[list[logging.LogRecord]]:
    """All log records made within, whatever logger they are made for."""
    records: list[logging.LogRecord] = []
    make = logging.getLogRecordFactory()
    root = logging.getLogger()
    level = root.level

    def listen(*arguments: Any, **extra: Any) -> logging.LogRecord:
        record = make(*arguments, **extra)
        records.append(record)
        return record

    silent = logging.NullHandler()  # else logging prints what nobody handles
    logging.setLogRecordFactory(listen)
    root.addHandler(silent)
    root.setLevel(logging.DEBUG)
    try:
        yield records
    finally:
        root.setLevel(level)
        root.removeHandler(silent)
        logging.setLogRecordFactory(make)


def identity(record: logging.LogRecord, scopes: list[str]) -> str:
    """Which scope a log record identifies.

    Args:
        record: The record.
        scopes: The names of all scopes that were entered.

    Returns:
        The names of those scopes that the record mentions (in its logger's name, its message, or
        an attribute of its own), or, if it mentions none, all its text, which then at least is
        the same for each record of one scope.
    """
    extra = {key: value for key, value in vars(record).items() if key not in _STANDARD}
    text = " ".join([record.name, record.getMessage(), *map(str, extra.values())])
    mentioned = [name for name in scopes if name in text]
    return f"scope {', '.join(mentioned)}" if mentioned else masked(text)


@performs(Trace, needs="trace")
async def trace(execution: Execution, operation: Trace, frame: Frame) -> None:  # noqa: ARG001
    """Look up the trace's id, and record which of the ids seen it is."""

    def look() -> str:
        found: object = execution.adapter.trace_id()
        if found is None:
            return "no trace"
        if found not in execution.traces:
            execution.traces.append(found)
        return f"trace {execution.traces.index(found) + 1}"

    _see(execution, frame, "trace", look)


@performs(CountRequests)
async def count_requests(execution: Execution, operation: CountRequests, frame: Frame) -> None:  # noqa: ARG001
    """Look up `cancelling()` of the current task."""
    task = asyncio.current_task()
    if task is not None:
        execution.trace.record(frame.task, Did.SAW, "cancelling()", str(task.cancelling()))
