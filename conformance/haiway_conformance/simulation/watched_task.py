"""Tasks that tell who asks them to stop: `WatchedTask`, `caller`."""

import inspect
from asyncio import Task
from asyncio.events import Handle
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Final, cast

from haiway_conformance.simulation.task import SimulatedTask

__all__ = ("WatchedTask", "caller")

# What stands between a call of `Task.cancel` and the queue, if the task does not tell of it.
_BETWEEN: Final = (
    "asyncio.base_events",
    "haiway_conformance.simulation.watching",
    "haiway_conformance.simulation.environment",
)


class WatchedTask(SimulatedTask):
    """A task that tells its loop who asks it to stop."""

    def cancel(self, msg: Any | None = None) -> bool:
        """Tell of the call, and carry it out.

        Args:
            msg: As `asyncio.Task.cancel` takes it.
        """
        if not self.done():
            cast("Any", self.get_loop()).ask(self, inspect.currentframe())
        return super().cancel(msg)


def caller(frame: FrameType | None, name: Callable[[Task[Any]], str]) -> tuple[str, str, str]:
    """Find out who makes a call of `Task.cancel`.

    Args:
        frame: The frame of the call.
        name: Gives a task's name.

    Returns:
        The function and its module; and the task that passes the request on, empty for none.
    """
    function, module = "", ""
    for each in _frames(frame and frame.f_back):
        its_module = str(each.f_globals.get("__name__", ""))
        if each.f_code is WatchedTask.cancel.__code__:
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
    """The frames of a callback, from within; those of the loop itself left out."""
    while frame is not None and frame.f_code is not Handle._run.__code__:  # noqa: SLF001
        yield frame
        frame = frame.f_back
