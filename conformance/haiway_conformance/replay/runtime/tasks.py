"""Run, cancel and query the tasks of a script: `Tasks`."""

import asyncio
import functools
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from haiway_conformance.programs.execution import Failure
from haiway_conformance.programs.execution.barriers import Barriers
from haiway_conformance.programs.execution.state_types import CONTEXT_VARIABLES
from haiway_conformance.programs.operations.awaiting import Callback, add_callback
from haiway_conformance.replay.runtime.run import Run
from haiway_conformance.simulated_loop import Moment, Readiness, Suspensions

__all__ = ("Tasks",)

type Work = Callable[..., Coroutine[Any, Any, Any]]


class Tasks(Run):
    """A run, with what its tasks do."""

    def __init__(
        self, schedule: Mapping[int, int], *, task_factory: Callable[..., Any] | None = None
    ) -> None:
        super().__init__(schedule, task_factory=task_factory)
        self._barriers = Barriers(self.loop)
        self._suspensions: dict[str, Suspensions] = {}

    def task(self, name: str, *, outside_cancels: bool = False) -> Callable[[Work], Work]:
        """Decorate what a task or handler does: it says when that begins, and how it ends.

        Args:
            name: The name of the task or handler.
            outside_cancels: Whether it is cancelled from outside, at one of its suspensions.
        """

        def decorate(function: Work) -> Work:
            @functools.wraps(function)
            async def work(*args: Any, **kwargs: Any) -> Any:
                self.under_way.append(name)
                given = [*map(repr, args), *(f"{key}={each!r}" for key, each in kwargs.items())]
                self.say(f"{name} begins{f' with {", ".join(given)}' if given else ''}")
                try:
                    coroutine = function(*args, **kwargs)
                    if outside_cancels:
                        result = await self._suspensions_of(name).track(coroutine)
                    else:
                        result = await coroutine
                except BaseException as error:
                    self.say(f"{name} ends with", error)
                    raise
                else:
                    self.say(f"{name} returns")
                    return result
                finally:
                    self.under_way.remove(name)

            return work

        return decorate

    def query(self, task: Any, callback: Callback = "plain") -> None:
        """Say what the methods of a task return, and have its end said by a callback.

        Args:
            task: The task.
            callback: How the callback is added.
        """
        for method in ("done", "cancelled", "result", "exception"):
            try:
                seen = getattr(task, method)()
            except (asyncio.InvalidStateError, asyncio.CancelledError, AttributeError) as error:
                seen = type(error)
            except Failure as error:
                seen = error
            self.say(f"{method}() is", seen)

        def called(given: object) -> None:
            context = CONTEXT_VARIABLES["x"].get()
            self.say(f"callback, with the task: {given is task}, in context: {context}")

        add_callback(task, called, callback)

    def cancel_from_outside(self, name: str, moment: Moment, suspension: int = 1) -> None:
        """Cancel a task from outside of the program.

        Args:
            name: The task's name.
            moment: At which moment of a suspension: while the task waits, or when it is woken.
            suspension: At which suspension of the task: the first one from here on, or a later one.
        """

        def cancel() -> None:
            if name in self.tasks:
                self.say(f"{name} is cancelled from outside")
                self.tasks[name].cancel()

        self._suspensions_of(name).inject(cancel, moment, suspension)

    def _suspensions_of(self, name: str) -> Suspensions:
        return self._suspensions.setdefault(name, Suspensions(self.loop))

    def check(self, check_cancellation: Callable[[], object]) -> None:
        """Say what the implementation says of whether the current task was cancelled."""
        try:
            check_cancellation()
        except asyncio.CancelledError:
            self.say("check_cancellation: cancelled")
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - that it raised is what was seen
            self.say("check_cancellation raised", error)
        else:
            self.say("check_cancellation: not cancelled")

    async def wait(self, name: str, until: str = "any", after: str | None = None) -> None:
        """Wait for an external event. The schedule says when it comes.

        Args:
            name: The event's name.
            until: When it may come: in any iteration; only when the loop is idle; never.
            after: A milestone before which it does not come.
        """
        self.say(f"waiting for {name}")
        try:
            await self.loop.external_event(name, Readiness(until), after=after)
        except asyncio.CancelledError:
            self.say(f"cancelled while waiting for {name}")
            raise
        self.say(f"{name} is there")

    def meet(self, barrier: str, parties: int) -> Awaitable[None]:
        """Wait until a number of tasks have come to a barrier."""
        return self._barriers.meet(barrier, parties)
