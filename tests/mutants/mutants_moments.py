"""Mutants that are wrong at some moments alone: while a scope fails, exits, or is asked to stop."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        "failing_scopes_take_late_tasks",
        "a service that crashed hangs: a clean-up started a reporter, which nobody stops",
        "tasks",
        "        if self._closing:\n            raise RuntimeError(",
        '        if self._closing == "is exiting":\n            raise RuntimeError(',
        "scopes/late-spawn",
        r"the program never ends: .* main is in the exit of scope scope1",
    ),
    Mutant(
        "who_awaits_the_cancelled_fails",
        "one download is cancelled, and the whole batch is, since a task was waiting for it",
        "tasks",
        "        if failure is None or task.cancelled():\n",
        "        if failure is None or (task.cancelled() and task.cancelling()):\n",
        "failures/cancelled-is-not-failed",
        r"whose body nobody had asked to stop .*, tasks .* ended cancelled and none failed; but",
    ),
    Mutant(
        "check_looks_at_the_scope",
        "a connection can't say goodbye when its scope ends",
        "context",
        "        if task.cancelling():\n",
        "        from .surroundings import current\n"
        "        around = current.get()\n"
        "        if task.cancelling() or (around is not None and around.tasks._closing):\n",
        "cancellation/check",
        r"whose `cancelling\(\)` was 0, `ctx.check_cancellation\(\)` raised CancelledError",
    ),
    Mutant(
        "what_was_not_cut_off_was_not_stopped",
        "a job whose handlers save what they have when they are stopped can't be stopped",
        "tasks",
        "            return cancelled\n"
        "        finally:\n"
        "            del cancelled  # its traceback refers to this frame: no cycle\n"
        "\n"
        "    def _ended(self, task: Task[Any]) -> None:\n",
        "            return cancelled if getattr(self, 'cut_off', True) else None\n"
        "        finally:\n"
        "            del cancelled  # its traceback refers to this frame: no cycle\n"
        "\n"
        "    def _ended(self, task: Task[Any]) -> None:\n"
        "        self.cut_off = getattr(self, 'cut_off', False) or task.cancelled()\n",
        "cancellation/not-swallowed",
        r"runner was asked to stop, .* caught that and went on, and runner did not end cancelled",
    ),
    Mutant(
        "aclose_asks_its_caller_to_stop",
        "closing a feed under a time-out cancels what comes after it",
        "streams",
        "        try:\n"
        "            if cancelled is not None:\n"
        "                raise cancelled\n"
        "        finally:\n"
        "            del cancelled\n",
        "        if cancelled is not None:\n"
        "            del cancelled\n"
        "            asyncio.current_task().cancel()\n",
        "cancellation/timeouts-compose",
        r"stream s1 was being closed for more than 1 s, under a time-out of that, and TimeoutError",
    ),
    Mutant(
        "requests_are_made_in_the_streams_scope",
        "after an item came too late, what is spawned belongs to another scope",
        "streams",
        "        item, end = await self._next()\n",
        "        from .surroundings import current\n"
        "        token = current.set(self._context.get(current))\n"
        "        item, end = await self._next()\n"
        "        current.reset(token)\n",
        "streams/own-context",
        r"before and after a request for an item of stream s1, .* timed out, the state of type A",
    ),
    Mutant(
        "defaults_of_variables_stick",
        "a default that one function gives for a missing variable is seen by all others",
        "variables",
        "    found = required(",
        '    here = required(f"The variable {wanted.__qualname__}")\n'
        "    found = here.variables.get(wanted, default)\n"
        "    if default is not None:\n"
        "        current.set(replace(here, variables={**here.variables, wanted: found}))\n"
        "    found = required(",
        "variables/unset",
        r"variables that nobody had set were seen as (None, )*default1, default1",
    ),
    Mutant(
        "variables_of_a_scope_move_up_in_place",
        "a handler that opens a scope sees what another one set in its own",
        "scope",
        "            current.set(self._outer)\n",
        "            if self._outer is not None:\n"
        "                self._outer.variables.update(current.get().variables)\n"
        "            current.set(self._outer)\n",
        "variables/handlers",
        r"h?e?l?per\[\d\] saw variable A = value\d+; all that it had set itself: nothing",
    ),
    Mutant(
        "two_endings_free_one_place",
        "a helper gets slower and slower, by one place for each two calls that end together",
        "calls",
        "            await self._tasks.one_ended()\n"
        "\n"
        "    async def _call(self, element: Element) -> Result:\n"
        "        return await self._handler(element)\n"
        "\n"
        "    def _ended(self, task: Task[Any], failure: BaseException | None) -> None:\n"
        '        """Stop everything at the first failure, a cancellation of its own accord'
        ' included."""\n'
        "        self._unfinished -= 1  # with the reader too, after which none begins\n",
        "            self.waits = True\n"
        "            await self._tasks.one_ended()\n"
        "            self.waits = False\n"
        "            self._unfinished -= 1\n"
        "\n"
        "    async def _call(self, element: Element) -> Result:\n"
        "        return await self._handler(element)\n"
        "\n"
        "    def _ended(self, task: Task[Any], failure: BaseException | None) -> None:\n"
        "        self._unfinished -= not getattr(self, 'waits', False)\n",
        "process/refills",
        r"the others wait for each other; but no more of them were begun than",
        also=("execute/refills",),
    ),
    Mutant(
        "a_source_that_is_stopped_has_the_last_word",
        "a handler's error is lost: what is reported is that the connection was closed badly",
        "calls",
        "        if self._failure is None:\n",
        "        if self._failure is None or task is self._reader:\n",
        "process/first-failure",
        r"but helper h1 raised the exception object error\d, which source of h1 raised when it was",
        also=("execute/first-failure",),
    ),
)
