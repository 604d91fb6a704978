"""Operations that log, record and trace through the implementation."""

import logging
from dataclasses import dataclass
from typing import Any, Literal

from haiway_conformance.programs.execution import Execution, Frame
from haiway_conformance.programs.execution.failures import FAILURES_IN_WORDS, Failing
from haiway_conformance.programs.execution.log_records import (
    attached_error,
    declares,
    identity,
    listening,
    takes_arguments,
)
from haiway_conformance.programs.operations.operation import (
    Block,
    Held,
    Operation,
    Step,
    makes_nothing,
    needs_nothing,
    never,
    no_stand_in,
)
from haiway_conformance.programs.operations.state import look
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.simulated_loop import Did

__all__ = ("Level", "Listen", "Log", "LogFailure", "LogLevel", "Trace")

type Level = Literal["error", "warning", "info", "debug"]
"""The logging function: `log_error` and so on."""

_LOGGING = frozenset({"logging"})
_TRACE = frozenset({"trace"})


@dataclass(frozen=True, slots=True)
class Log(Step):
    """Log a message through the implementation, and look at which scope its record identifies.

    Attributes:
        message: The message.
        level: Which logging function.
    """

    message: str
    level: Level = "info"

    dispensable = True
    suspensions = never

    def needs(self) -> frozenset[str]:
        return _LOGGING

    def read(self, outline: Outline) -> None:
        level = f" (log_{self.level})" if self.level != "info" else ""
        outline.line(f"log {self.message!r}{level}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        def see() -> str:
            with listening() as records:
                getattr(execution.adapter, f"log_{self.level}")(self.message)
            matching = [each for each in records if self.message in each.getMessage()]
            if not matching:
                return "no record"
            return identity(matching[-1], list(execution.managers), self.message)

        look(execution, frame, "log", see)

    def write(self, page: Page, where: Where) -> None:
        with page.under("with script.listening():"):
            call = page.call(f"log_{self.level}")
            page.line(f"script.look('log', lambda: {call}({self.message!r}))")


@dataclass(frozen=True, slots=True)
class LogLevel(Step):
    """Log a message without arguments, and look at its record's level and text.

    Attributes:
        level: Which logging function.
        message: The message. Look for it in the record's, which may say more.
        error: The name of an exception that is logged with it, if the logging function takes one;
            empty for none.
    """

    level: Level
    message: str
    error: str = ""

    dispensable = True
    suspensions = never

    def needs(self) -> frozenset[str]:
        return _LOGGING

    def read(self, outline: Outline) -> None:
        error = f" with {self.error}" if self.error else ""
        outline.line(f"log_{self.level} {self.message!r}{error}, and look at the record")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        function = getattr(execution.adapter, f"log_{self.level}")
        given: dict[str, Any] = {}
        if self.error and declares(function, "exception"):
            given["exception"] = execution.objects.error(self.error)

        def see() -> str:
            with listening() as records:
                function(self.message, **given)
            if not records:
                return "no record"
            found = [each for each in records if self.message in each.getMessage()]
            return found[-1].levelname if found else "another message"

        look(execution, frame, f"level of log_{self.level}", see)

    def write(self, page: Page, where: Where) -> None:
        with page.under("with script.listening():"):
            name = f"log_{self.level}"
            takes = self.error and declares(getattr(page.adapter, name), "exception")
            error = f", exception={page.error(self.error)}" if takes else ""
            call = f"{page.call(name)}({self.message!r}{error})"
            page.line(f"script.look({f'level of {name}'!r}, lambda: {call})")


@dataclass(frozen=True, slots=True)
class LogFailure(Step):
    """Log an exception of the program's own, if the logging function takes one.

    Attributes:
        level: Which logging function.
        error: The exception's name.
        kind: Its kind.
        formatted: Whether the message is given an argument, if the logging function takes any.
    """

    level: Level
    error: str
    kind: Failing = "exception"
    formatted: bool = False

    dispensable = True
    suspensions = never

    def needs(self) -> frozenset[str]:
        return _LOGGING

    def read(self, outline: Outline) -> None:
        kind = "" if self.kind == "exception" else f" ({FAILURES_IN_WORDS[self.kind]})"
        formatted = ", the message formatted" if self.formatted else ""
        outline.line(f"log_{self.level} with {self.error}{kind}{formatted}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        function = getattr(execution.adapter, f"log_{self.level}")
        if not declares(function, "exception"):
            return  # haiway's `log_info` takes it for one more attribute of the record
        error = execution.objects.error(self.error, self.kind)
        formatted = self.formatted and takes_arguments(function)
        message = ("probe %s", 1) if formatted else ("probe",)

        def logged(**exception: Any) -> logging.LogRecord | None:
            with listening() as records:
                function(*message, **exception)
            matching = [each for each in records if "probe" in each.getMessage()]
            return matching[-1] if matching else None

        def see() -> str:
            if logged() is None:
                return "nothing at all"  # the implementation drops what is logged at this level
            record = logged(exception=error)
            if record is None:
                return "no record"
            return f"a record with exc_info of {execution.objects.name_of(attached_error(record))}"

        look(execution, frame, f"log_{self.level}", see)

    def write(self, page: Page, where: Where) -> None:
        name = f"log_{self.level}"
        function = getattr(page.adapter, name)
        if not declares(function, "exception"):
            page.line(f"# {name}: nothing happens, it has no parameter `exception`")
            return
        error = page.error(self.error, self.kind)
        formatted = self.formatted and takes_arguments(function)
        message = "'probe %s', 1" if formatted else "'probe'"
        with page.under("with script.listening():"):
            call = f"{page.call(name)}({message}, exception={error})"
            page.line(f"script.look({name!r}, lambda: {call})")


@dataclass(frozen=True, slots=True)
class Listen(Operation):
    """Carry out `body`, and look at the log records of level ERROR with an exception made then."""

    body: Block

    needs = needs_nothing
    suspensions = never
    makes = makes_nothing
    stand_in = no_stand_in

    def blocks(self) -> tuple[Held, ...]:
        return (Held(("body",), self.body),)

    def read(self, outline: Outline) -> None:
        outline.block_under("listening to what is logged:", self.body)

    async def perform(self, execution: Execution, frame: Frame) -> None:
        with listening() as records:
            try:
                await execution.run(self.body, frame)
            finally:
                for record in records:
                    error = attached_error(record)
                    if record.levelno == logging.ERROR and error is not None:
                        name = execution.objects.name_of(error)
                        execution.trace.record(frame.task, Did.LOGGED, name)

    def write(self, page: Page, where: Where) -> None:
        with page.under("with script.listening():"):
            page.block(self.body, where)


@dataclass(frozen=True, slots=True)
class Trace(Step):
    """Look up the trace's id, and record which of the ids seen it is."""

    dispensable = True
    suspensions = never

    def needs(self) -> frozenset[str]:
        return _TRACE

    def read(self, outline: Outline) -> None:
        outline.line("look up the trace's id")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        def see() -> str:
            found: object = execution.adapter.trace_id()
            if found is None:
                return "no trace"
            if found not in execution.traces:
                execution.traces.append(found)
            return f"trace {execution.traces.index(found) + 1}"

        look(execution, frame, "trace", see)

    def write(self, page: Page, where: Where) -> None:
        page.line(f"script.look('trace', {page.call('trace_id')})")
