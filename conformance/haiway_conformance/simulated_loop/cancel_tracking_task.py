"""Tasks that report who cancels them: `CancelTrackingTask`, `caller_of_cancel`."""

import inspect
from asyncio import Task
from asyncio.events import Handle
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Final, cast

from haiway_conformance.simulated_loop.task import SimulatedTask

__all__ = ("CancelTrackingTask", "caller_of_cancel")

# The modules whose frames lie between a call of `Task.cancel` and the loop's queue, if the task
# does not report the call itself.
_BETWEEN: Final = (
    "asyncio.base_events",
    "haiway_conformance.simulated_loop.cause_tracking_loop",
    "haiway_conformance.simulated_loop.environment",
)


class CancelTrackingTask(SimulatedTask):
    """A task that reports each call of its method `cancel` to its loop."""

    def cancel(self, msg: Any | None = None) -> bool:
        """Report the call, and carry it out.

        Args:
            msg: As `asyncio.Task.cancel` takes it.
        """
        if not self.done():
            cast("Any", self.get_loop()).cancel_called(self, inspect.currentframe())
        return super().cancel(msg)


def caller_of_cancel(
    frame: FrameType | None, name: Callable[[Task[Any]], str]
) -> tuple[str, str, str]:
    """Find the code that calls `Task.cancel`.

    Args:
        frame: The frame of the call.
        name: Returns the name of a task.

    Returns:
        The function and its module, and the name of the task that passes the request on (empty for
        none).
    """
    function, module = "", ""
    for each in _frames(frame and frame.f_back):
        its_module = str(each.f_globals.get("__name__", ""))
        if each.f_code is CancelTrackingTask.cancel.__code__:
            return "", "", name(each.f_locals["self"])
        if not function and its_module in _BETWEEN:
            continue
        if not function or not its_module.startswith("asyncio"):
            function = each.f_code.co_qualname.rpartition("<locals>.")[2]
            module = its_module
        if not its_module.startswith("asyncio"):
            break
    return function, module, ""


def _frames(frame: FrameType | None) -> Iterator[FrameType]:
    """Yield the frames of the running callback, innermost first, without those of the loop."""
    while frame is not None and frame.f_code is not Handle._run.__code__:  # noqa: SLF001
        yield frame
        frame = frame.f_back
