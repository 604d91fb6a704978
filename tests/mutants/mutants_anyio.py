"""Known defects of anyio, as an implementation would have them."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        "an_item_is_lost_with_a_cancelled_request",
        "of items that come together with a time-out some are never seen (anyio issue 146)",
        "streams",
        "            await self._given.wait()\n",
        "            try:\n"
        "                await self._given.wait()\n"
        "            except asyncio.CancelledError:\n"
        "                if self._held:\n"
        "                    self._held.popleft()\n"
        "                raise\n",
        "streams/undelivered-item",
        r"was cancelled, and its consumer went on; of \d items it was given \d",
        ("merge/undelivered-item",),
    ),
    Mutant(
        "an_exit_without_failures_swallows_a_request",
        "code after a scope runs though its task was cancelled in the exit (anyio issue 374)",
        "scope",
        "            cancelled = await tasks.end() or cancelled\n",
        "            cancelled = await tasks.end() or cancelled\n"
        "            if exception is None and not tasks.failures:\n"
        "                cancelled = None\n",
        "scopes/exit-under-cancellation",
        r"was asked to stop while the exit of scope scope\d waited, but the scope was exited"
        r" normally: the cancellation was swallowed",
    ),
    Mutant(
        "ended_tasks_are_cancelled_for_ever",
        "after a scope the process is never idle again (anyio issue 1111)",
        "tasks",
        "            for task in tuple(self.running):\n                task.cancel()\n",
        "            tasks = tuple(self.running)\n"
        "            for task in tasks:\n"
        "                task.cancel()\n\n"
        "            def look_again() -> None:\n"
        "                asyncio.get_running_loop().call_later(0.001, look_again)\n\n"
        "            if tasks:\n"
        "                look_again()\n",
        "hygiene/no-timers",
        r"when the outermost scope had been exited, \d timers were still set",
        beside="scopes/exit-awaits-tasks",
    ),
    Mutant(
        "a_request_of_its_own_hides_that_of_others",
        "a task that is cancelled as a scope in it fails goes on (anyio issue 1214)",
        "scope",
        "            if cancelled is not None:\n"
        "                deliver_again(self._requests_before)\n",
        "            if cancelled is not None and not tasks._interrupted_host:\n"
        "                deliver_again(self._requests_before)\n",
        "cancellation/simultaneous",
        r"runner was asked to stop; scope scope0 was left .*, and the request was lost",
        since=(3, 13),
    ),
)
