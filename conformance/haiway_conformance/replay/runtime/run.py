"""One run of a script: its loop, and what it says: `Run`."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from haiway_conformance.programs.execution import described
from haiway_conformance.programs.execution.inheriting import in_callback, in_thread
from haiway_conformance.programs.execution.objects import NamedObjects
from haiway_conformance.simulated_loop import (
    Complaints,
    Deadlock,
    Ending,
    Livelock,
    PatienceWithProgram,
    Raised,
    ReplayChoices,
    Returned,
    SimulatedLoop,
    run_to_end,
)

__all__ = ("Run",)

MOST_LINES: Final = 300
"""The number of lines after which a script that goes on and on says no more."""


class Run:
    """A run of a script's program under its schedule.

    Args:
        schedule: The choices that are not the canonical ones, by their numbers.
        task_factory: The task factory under which the program runs; None for lazy tasks.

    Attributes:
        loop: The simulated loop.
        objects: The objects that the program names.
        tasks: The tasks by name: what `spawn` returned, or asyncio's task.
    """

    def __init__(
        self, schedule: Mapping[int, int], *, task_factory: Callable[..., Any] | None = None
    ) -> None:
        self.loop = SimulatedLoop(ReplayChoices(schedule), task_factory=task_factory)
        self.objects = NamedObjects(self.loop)
        self.tasks: dict[str, Any] = {}
        self.under_way: list[str] = []
        self._started: list[asyncio.Task[Any]] = []
        self._lines = 0
        self._said: set[str] = set()
        self._ended = False

    def run(self, main: Coroutine[Any, Any, Any]) -> None:
        """Run the program under its schedule, and print how it ends.

        Args:
            main: What its main task does.
        """
        work = self._main(main)
        patience = PatienceWithProgram(lambda: len(self._said))
        with Complaints() as complaints:
            aftermath = run_to_end(self.loop, work, complaints, patience, when_ended=self.end)
        ending = aftermath.ending
        print(f"the end: {_in_words(ending)}")  # noqa: T201 - what scripts are for

    def end(self) -> None:
        """Say what has not ended, and say nothing more while it is torn down."""
        self.say(f"the end; under way still: {', '.join(self.under_way) or 'nothing'}")
        self._ended = True

    async def _main(self, main: Coroutine[Any, Any, Any]) -> None:
        self.tasks["main"] = asyncio.current_task()
        try:
            await main
        finally:
            for task in self._started:
                if not task.done():
                    await asyncio.wait([task])
                if not task.cancelled():
                    task.exception()  # retrieved: it has been said

    def say(self, what: str, *values: object) -> None:
        """Print what happens, with the virtual time and the loop's iteration.

        Args:
            what: What happens.
            values: Objects that it happens with.
        """
        self._lines += 1
        text = " ".join([what, *map(_shown, values)])
        self._said.add(text)
        if self._ended or self._lines > MOST_LINES:
            return
        if self._lines == MOST_LINES:
            print("... and so on ...")  # noqa: T201
            return
        print(f"{self.loop.time():6g} s {self.loop.iteration:6}  {text}")  # noqa: T201

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start a task of the program's own, which is awaited at the end."""
        task = self.loop.create_task(work)
        self._started.append(task)
        return task

    in_callback = staticmethod(in_callback)
    in_thread = staticmethod(in_thread)

    def reach(self, milestone: str) -> None:
        """Reach a milestone: events that come only after it may come now."""
        self.loop.environment.reach(milestone)


def _shown(value: object) -> str:
    return described(value) if isinstance(value, BaseException) else repr(value)


def _in_words(ending: Ending) -> str:
    match ending:
        case Returned():
            return "main returned"
        case Raised(error):
            return f"main raised {described(error)}"
        case Deadlock():
            return "deadlock: nothing could run any more"
        case Livelock(stepping=stepping):
            did = "goes on and on" if stepping else "makes no step any more"
            return f"livelock: main {did}"
