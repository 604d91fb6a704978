"""Complaints about what a run left to be collected as garbage: `Complaints`."""

import gc
import warnings
from asyncio import Task
from collections.abc import Iterable
from dataclasses import replace
from types import TracebackType
from typing import Any, Final, Self

from haiway_conformance.simulation.endings import Aftermath

__all__ = ("Complaints",)

# How Python warns of a coroutine, or of a method of an asynchronous generator.
_NEVER_AWAITED: Final = "was never awaited"


class Complaints:
    """Notes what asyncio and Python complain of in a run: a context manager around it.

    Garbage is not collected during the run but once, at the end of the `with` block, so that
    finalizers never run at a random moment. What the run leaves is garbage by then only if the
    functions whose variables hold it have returned.
    """

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._open = True
        self._collecting = gc.isenabled()
        # All are recorded, which takes less time than filters that let only some of them through.
        self._warnings = warnings.catch_warnings(record=True, action="always")
        self._caught: list[warnings.WarningMessage] = []

    def __enter__(self) -> Self:
        gc.disable()
        self._caught = self._warnings.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            # All objects of the run are in the youngest generation.
            gc.collect(0)
        finally:
            self._warnings.__exit__(kind, error, traceback)
            if self._collecting:
                gc.enable()

    def hear(self, _: object, context: dict[str, Any]) -> None:
        """Note what reaches the exception handler of a loop: this method."""
        self._note(context["message"], context.get("exception"))

    def note_tasks(self, tasks: Iterable[Task[Any]]) -> None:
        """Note what tasks would log when they are collected.

        Args:
            tasks: The tasks; they do not log it any more.
        """
        # Read off the task, because an exception's frames may keep it alive for longer.
        for task in tasks:
            if getattr(task, "_log_traceback", False):
                task._log_traceback = False  # noqa: SLF001  # pyright: ignore[reportAttributeAccessIssue]
                self._note("Task exception was never retrieved", task.exception())

    def stop(self) -> None:
        """Note nothing more, and no coroutine that was never awaited: the program hung.

        From here on, it complains only because it is torn down.
        """
        self._open = False

    def added_to(self, aftermath: Aftermath) -> Aftermath:
        """Return the aftermath of the run with the complaints in it.

        Args:
            aftermath: What `run_to_end` returned; the run's garbage has been collected since.
        """
        warned = [str(each.message) for each in self._caught] if self._open else []
        never_awaited = tuple(each for each in warned if _NEVER_AWAITED in each)
        if not self._heard and not never_awaited:
            return aftermath
        return replace(aftermath, unretrieved=tuple(self._heard), never_awaited=never_awaited)

    def _note(self, message: str, error: BaseException | None) -> None:
        if self._open:
            self._heard.append(f"{message} ({type(error).__name__}: {error})" if error else message)
