"""Operations that cancel tasks, and look at whether a task was cancelled."""

import asyncio
from dataclasses import dataclass

from haiway_conformance.programs.execution import Execution, Frame, described, stops_the_kit
from haiway_conformance.programs.operations.awaiting import write_if_there
from haiway_conformance.programs.operations.operation import Step, needs_nothing, never
from haiway_conformance.programs.writing import Outline, Page, Where
from haiway_conformance.simulated_loop import Did, Moment

__all__ = (
    "Acknowledge",
    "Cancel",
    "CancelCurrent",
    "CheckCancellation",
    "CountRequests",
    "InjectCancel",
)

_CANCEL = frozenset({"cancel"})
_CHECK = frozenset({"check-cancellation"})


@dataclass(frozen=True, slots=True)
class Cancel(Step):
    """Request that a task be cancelled: `task.cancel()`.

    Attributes:
        task: The task's name.
        message: The message of the CancelledError; empty for none.
    """

    task: str
    message: str = ""

    needs = needs_nothing
    suspensions = never

    @property
    def _given(self) -> tuple[str, ...]:
        return (self.message,) if self.message else ()

    def read(self, outline: Outline) -> None:
        outline.line(f"{self.task}.cancel({', '.join(map(repr, self._given))})")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        handle = execution.handles.get(self.task)
        if handle is None:
            return
        execution.trace.record(frame.task, Did.REQUESTS, self.task)
        execution.balance.note_request(self.task)
        handle.cancel(*self._given)

    def write(self, page: Page, where: Where) -> None:
        said = f"script.say({f'cancelling {self.task}'!r})"
        given = ", ".join(map(repr, self._given))
        cancel = f"script.tasks[{self.task!r}].cancel({given})"
        write_if_there(page, self.task, where, [said, cancel])


@dataclass(frozen=True, slots=True)
class InjectCancel(Step):
    """Cancel a task from outside of the program, from here on; nothing waits for that.

    Attributes:
        task: The task's name: `main`, or that of a task which is spawned or started.
        moment: At which moment of a suspension.
        suspension: At which suspension of the task: the first one from here on, or a later one. If
            the task is suspended here, that is the first one.
    """

    task: str
    moment: Moment = "waiting"
    suspension: int = 1

    needs = needs_nothing
    suspensions = never

    def read(self, outline: Outline) -> None:
        when = {"waiting": "while it waits", "woken": "when it is woken, before it resumes"}
        nth = "" if self.suspension == 1 else f", the {_ordinal(self.suspension)} time from here"
        outline.line(f"cancel {self.task} from outside {when[self.moment]}{nth}")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        name = self.task

        def cancel() -> None:
            execution.cancel_from_outside(name)

        execution.asked[name].inject(cancel, self.moment, self.suspension)

    def write(self, page: Page, where: Where) -> None:
        given = [repr(self.task), repr(self.moment)]
        if self.suspension != 1:
            given.append(f"{self.suspension}")
        page.line(f"script.cancel_from_outside({', '.join(given)})")


def _ordinal(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }"


@dataclass(frozen=True, slots=True)
class CancelCurrent(Step):
    """Request that the current task be cancelled, through the implementation: `ctx.cancel()`."""

    suspensions = never

    def needs(self) -> frozenset[str]:
        return _CANCEL

    def read(self, outline: Outline) -> None:
        outline.line("cancel the current task (ctx.cancel)")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        execution.trace.record(frame.task, Did.REQUESTS, frame.task)
        execution.balance.note_request(frame.task)
        execution.adapter.cancel()

    def write(self, page: Page, where: Where) -> None:
        page.line(f"{page.call('cancel')}()")


@dataclass(frozen=True, slots=True)
class CheckCancellation(Step):
    """Ask the implementation whether the current task was cancelled; go on in either case."""

    dispensable = True
    suspensions = never

    def needs(self) -> frozenset[str]:
        return _CHECK

    def read(self, outline: Outline) -> None:
        outline.line("check whether the current task was cancelled (ctx.check_cancellation)")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        try:
            execution.adapter.check_cancellation()
        except asyncio.CancelledError:
            answer = "raised CancelledError"
        except BaseException as error:
            if stops_the_kit(error):
                raise
            # Whatever it is, that it raised is what was seen: other clauses are not to blame.
            answer = f"raised {described(error)}"
        else:
            answer = "quiet"
        execution.trace.record(frame.task, Did.SAW, "check", answer)

    def write(self, page: Page, where: Where) -> None:
        page.line(f"script.check({page.call('check_cancellation')})")


@dataclass(frozen=True, slots=True)
class Acknowledge(Step):
    """Take back one request to cancel the current task: `uncancel()` of asyncio's task."""

    needs = needs_nothing
    suspensions = never

    def read(self, outline: Outline) -> None:
        outline.line("take back a request to cancel the current task (uncancel)")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            task.uncancel()
            execution.balance.note_request(frame.task, -1)

    def write(self, page: Page, where: Where) -> None:
        with page.under("if asyncio.current_task().cancelling():"):
            page.line("asyncio.current_task().uncancel()")


@dataclass(frozen=True, slots=True)
class CountRequests(Step):
    """Look up `cancelling()` of the current task."""

    needs = needs_nothing
    suspensions = never

    def read(self, outline: Outline) -> None:
        outline.line("look up cancelling() of the current task")

    async def perform(self, execution: Execution, frame: Frame) -> None:
        task = asyncio.current_task()
        if task is not None:
            execution.trace.record(frame.task, Did.SAW, "cancelling()", str(task.cancelling()))

    def write(self, page: Page, where: Where) -> None:
        page.line("script.say('cancelling() is', asyncio.current_task().cancelling())")
