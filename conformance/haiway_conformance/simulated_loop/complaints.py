"""Complaints about what a run left to be collected as garbage: `Complaints`."""

import gc
import sys
import warnings
from asyncio import Task
from collections.abc import Iterable
from dataclasses import replace
from types import TracebackType
from typing import Any, Final, Self

from haiway_conformance.simulated_loop.endings import Aftermath
from haiway_conformance.simulated_loop.wrapper_tasks import is_wrapper

__all__ = ("Complaints",)

# How Python warns of a coroutine, or of a method of an asynchronous generator.
_NEVER_AWAITED: Final = "was never awaited"

# How asyncio tells of an exception that nobody looked at.
_NEVER_RETRIEVED: Final = "exception was never retrieved"
_TASK_NEVER_RETRIEVED: Final = f"Task {_NEVER_RETRIEVED}"

# How it ends what it tells of a task; the second one if who waited for it was cancelled.
_ABOUT_TASKS: Final = (_NEVER_RETRIEVED, "exception in shielded future")


class Complaints:
    """Notes what asyncio and Python complain of in a run: a context manager around it.

    Garbage is not collected during the run but once, at the end of the `with` block, so that
    finalizers never run at a random moment. What the run leaves is garbage by then only if the
    functions whose variables hold it have returned.

    It hears all warnings, whatever filters there are, and keeps what finalizers raise from the hook
    for unraisable exceptions: neither changes what a run shows.
    """

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._open = True
        self._collecting = gc.isenabled()
        self._collections = 0
        # All are noted, which takes less time than filters that let only some of them through.
        self._warnings = warnings.catch_warnings(action="always")
        self._caught: list[warnings.WarningMessage] = []
        self._filter: object = None
        self._raised: list[Warning] = []
        self._unraisable = sys.unraisablehook

    def __enter__(self) -> Self:
        gc.disable()
        self._collections = gc.get_count()[1]
        self._warnings.__enter__()
        warnings.showwarning = self._hear_warning
        self._filter = warnings.filters[0]
        self._unraisable, sys.unraisablehook = sys.unraisablehook, self._hear_unraisable
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if warnings.filters[0] is not self._filter:
                warnings.simplefilter("always")  # the program has set a filter of its own
            # All objects of the run are in the youngest generation, unless it has collected garbage
            # itself: those that it had by then are one older.
            gc.collect(0 if gc.get_count()[1] == self._collections else 1)
        finally:
            sys.unraisablehook = self._unraisable
            self._warnings.__exit__(kind, error, traceback)
            if self._collecting:
                gc.enable()

    def hear(self, _: object, context: dict[str, Any]) -> None:
        """Note what reaches the exception handler of a loop: this method."""
        message: str = context["message"]
        if isinstance(task := context.get("future"), Task) and message.endswith(_ABOUT_TASKS):
            if is_wrapper(task):  # pyright: ignore[reportUnknownArgumentType]
                return
            if message.endswith(_NEVER_RETRIEVED):
                message = _TASK_NEVER_RETRIEVED  # asyncio names the class of the task
        self._note(message, context.get("exception"))

    def note_tasks(self, tasks: Iterable[Task[Any]]) -> None:
        """Note what tasks would log when they are collected.

        Args:
            tasks: The tasks; they do not log it any more.
        """
        # Read off the task, because an exception's frames may keep it alive for longer.
        for task in tasks:
            if getattr(task, "_log_traceback", False):
                task._log_traceback = False  # noqa: SLF001  # pyright: ignore[reportAttributeAccessIssue]
                if not is_wrapper(task):
                    self._note(_TASK_NEVER_RETRIEVED, task.exception())

    def stop(self) -> None:
        """Note nothing more, and no coroutine that was never awaited: the program hung.

        From here on, it complains only because it is torn down.
        """
        self._open = False

    @property
    def warned(self) -> tuple[warnings.WarningMessage, ...]:
        """The warnings that were given, but for those about coroutines never awaited."""
        return tuple(each for each in self._caught if _NEVER_AWAITED not in str(each.message))

    def added_to(self, aftermath: Aftermath) -> Aftermath:
        """Return the aftermath of the run with the complaints in it.

        Args:
            aftermath: What `run_to_end` returned; the run's garbage has been collected since.
        """
        warned = [str(each.message) for each in self._caught] + list(map(str, self._raised))
        never_awaited = tuple(each for each in warned if self._open and _NEVER_AWAITED in each)
        if not self._heard and not never_awaited:
            return aftermath
        return replace(aftermath, unretrieved=tuple(self._heard), never_awaited=never_awaited)

    def _hear_warning(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        *_: object,
    ) -> None:
        """Note a warning; this method takes the place of `warnings.showwarning`.

        A list of warnings, as `warnings.catch_warnings` gives it, would hold the coroutine of which
        one is: a run's garbage would come back to life while it is collected, and stay.
        """
        self._caught.append(warnings.WarningMessage(message, category, filename, lineno))

    def _hear_unraisable(self, unraisable: Any) -> None:
        # A warning, where the program has a filter that makes errors of warnings.
        if isinstance(unraisable.exc_value, Warning):
            self._raised.append(unraisable.exc_value)

    def _note(self, message: str, error: BaseException | None) -> None:
        if self._open:
            self._heard.append(f"{message} ({type(error).__name__}: {error})" if error else message)
