"""Operations that raise, catch, and clean up."""

import asyncio
import sys
from dataclasses import dataclass
from typing import Final, Literal

from haiway_conformance.kit_error import KitError
from haiway_conformance.programs.execution import Execution, Failure, Frame, described
from haiway_conformance.programs.execution.failures import FAILURES_IN_WORDS, Failing
from haiway_conformance.programs.operations.operation import (
    Block,
    Held,
    Operation,
    Step,
    makes_nothing,
    needs_nothing,
    never,
)
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.simulated_loop import Did

__all__ = ("INTERRUPTION", "Catch", "CleanUp", "Fail")

INTERRUPTION: Final = "what interrupted"
"""The cause of an exception that a clean-up raises from the one that is on its way."""


@dataclass(frozen=True, slots=True)
class Fail(Step):
    """Raise an exception of the program's own, which has a name.

    Attributes:
        error: Its name.
        kind: Its kind.
        cause: The name of the exception that is its `__cause__`; `INTERRUPTION` for the one on
            the way out of the body to whose clean-up this belongs; empty for none.
    """

    error: str
    kind: Failing = "exception"
    cause: str = ""

    needs = needs_nothing
    suspensions = never

    def read(self, outline: Outline) -> None:
        kind = "" if self.kind == "exception" else f" ({FAILURES_IN_WORDS[self.kind]})"
        cause = f" from {self.cause}" if self.cause else ""
        outline.line(f"raise {self.error}{kind}{cause}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        error = execution.objects.error(self.error, self.kind)
        if self.cause == INTERRUPTION:
            raise error from sys.exception()
        if self.cause:
            raise error from execution.objects.error(self.cause)
        raise error

    def write(self, page: Page, where: Where) -> None:
        cause = ""
        if self.cause == INTERRUPTION:
            cause = " from sys.exception()"
        elif self.cause:
            cause = f" from {page.error(self.cause)}"
        page.line(f"raise {page.error(self.error, self.kind)}{cause}")


@dataclass(frozen=True, slots=True)
class CleanUp(Operation):
    """Carry out `body`, and `clean_up` on every way out of it."""

    body: Block
    clean_up: Block

    needs = needs_nothing
    suspensions = never
    makes = makes_nothing

    def blocks(self) -> tuple[Held, ...]:
        return (Held(("body",), self.body), Held(("clean_up",), self.clean_up, last=True))

    def stand_in(self, *, scoped: bool) -> Block:
        return self.body

    def read(self, outline: Outline) -> None:
        outline.block_under("try:", self.body)
        outline.block_under("finally:", self.clean_up)

    async def perform(self, execution: Execution, frame: Frame) -> None:
        closed = False
        try:
            await execution.run(self.body, frame)
        except GeneratorExit as error:
            # A coroutine that is being closed can't wait for anything any more.
            closed = not isinstance(error, Failure)
            raise
        finally:
            if not closed:
                execution.trace.record(frame.task, Did.CLEANS_UP, frame.task)
                execution.loop.environment.reach(f"clean-up of {frame.task}")
                await execution.run(self.clean_up, frame)
                execution.trace.record(frame.task, Did.CLEANED_UP, frame.task)

    def write(self, page: Page, where: Where) -> None:
        with page.under("try:"):
            page.block(self.body, where)
        with page.under("finally:"):
            page.reach_of("clean-up of {}", where)
            page.block(self.clean_up, where)


@dataclass(frozen=True, slots=True)
class Catch(Operation):
    """Carry out `body`, and catch what it raises.

    Attributes:
        body: The operations.
        what: What is caught: an exception (a cancellation not included), or a cancellation.
        then: What is carried out in the `except` block, while the exception is being handled.
    """

    body: Block
    what: Literal["exception", "cancellation"] = "exception"
    then: Block = ()

    needs = needs_nothing
    suspensions = never
    makes = makes_nothing

    def blocks(self) -> tuple[Held, ...]:
        body = Held(("body",), self.body)
        return (body, Held(("then",), self.then, last=True)) if self.then else (body,)

    def stand_in(self, *, scoped: bool) -> Block:
        return self.body

    def read(self, outline: Outline) -> None:
        outline.block_under("try:", self.body)
        caught = "Exception" if self.what == "exception" else "CancelledError"
        if self.then:
            outline.block_under(f"except {caught}:", self.then)
        else:
            outline.line(f"except {caught}: go on")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        try:
            await execution.run(self.body, frame)
        except KitError:
            raise
        except asyncio.CancelledError as error:
            if self.what != "cancellation":
                raise
            execution.trace.record(frame.task, Did.CAUGHT, described(error))
            await execution.run(self.then, frame)
        except Exception as error:
            if self.what != "exception":
                raise
            execution.trace.record(frame.task, Did.CAUGHT, described(error))
            await execution.run(self.then, frame)

    def write(self, page: Page, where: Where) -> None:
        with page.under("try:"):
            page.block(self.body, where)
        kind = "Exception" if self.what == "exception" else "asyncio.CancelledError"
        caught = page.numbered("caught")
        with page.under(f"except {kind} as {caught}:"):
            page.line(f"script.say('caught', {caught})")
            if self.then:
                page.block(self.then, where)
