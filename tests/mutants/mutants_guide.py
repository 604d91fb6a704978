"""Mutants with which programs of the kinds that the guide shows do not work."""

from mutant import Mutant

__all__ = ("MUTANTS",)

ONE_AT_A_TIME = """\
        import asyncio
        tasks = required("Spawning a task").tasks
        turn = tasks.__dict__.setdefault("turn", asyncio.Lock())

        async def in_turn(*args, **kwargs):
            async with turn:
                return await function(*args, **kwargs)

        return tasks.spawn(in_turn, args, kwargs, own_context())
"""

MUTANTS = (
    Mutant(
        "tasks_run_one_after_the_other",
        "a program that waits for its tasks to meet waits for ever",
        "context",
        '        return required("Spawning a task").tasks.spawn(function, args, kwargs,'
        " own_context())\n",
        ONE_AT_A_TIME,
        "guide/spawn-and-gather",
        r"the program never ends: nothing could run any more; suspended in: .*Event\.wait",
    ),
    Mutant(
        "a_computing_task_holds_up_the_others",
        "nothing else happens while a pool computes",
        "context",
        '        return required("Spawning a task").tasks.spawn(function, args, kwargs,'
        " own_context())\n",
        ONE_AT_A_TIME,
        "guide/process-pool",
        r"while the pool computed, of two tasks that waited only \[\] went on",
    ),
    Mutant(
        "background_tasks_keep_their_scope_open",
        "the program never stops",
        "tasks",
        '        self._close("is exiting")\n',
        '        self._closing = self._closing or "is exiting"\n',
        "guide/fire-and-forget",
        r"the program never ends: .* suspended in: .*wait",
    ),
    Mutant(
        "background_tasks_are_left_behind",
        "the floor is swept in a shop that is closed",
        "tasks",
        "        cancelled = await self._tasks.wait()\n        try:\n",
        "        cancelled = None\n        try:\n",
        "guide/fire-and-forget",
        r"its background task should have been cancelled and have ended; what is known of its end"
        r" is: nothing",
    ),
    Mutant(
        "a_cancelled_task_fails_its_scope",
        "stopping one task stops everything",
        "tasks",
        "        if failure is None or task.cancelled():\n",
        "        if failure is None:\n",
        "guide/cancel-after-a-time",
        r"the program raised .*CancelledError|the ends of the tasks",
    ),
    Mutant(
        "cancel_asks_nobody",
        "a task that gives up goes on",
        "context",
        "        this_task().cancel()\n",
        "",
        "guide/cancel-after-a-time",
        r"the task that called cancel\(\) went on after its next await",
    ),
    Mutant(
        "false_items_are_skipped",
        "a poem loses its empty lines",
        "streams",
        "            return item\n",
        "            return item or await anext(self)\n",
        "guide/stream",
        r"of the lines .* and the end, there came \['The fog comes', 'on little cat feet', 'the",
    ),
    Mutant(
        "failures_are_never_ignored",
        "one door that nobody opens ends the round",
        "helpers/concurrent",
        "    tolerates = log if ignore_exceptions else None\n",
        "    tolerates = None\n",
        "guide/notify",
        r"the program raised ConnectionError: nobody opens door \d, at `",
    ),
    Mutant(
        "a_failed_call_keeps_its_place",
        "the round gets slower with each failure, and stops",
        "calls",
        "        self._unfinished -= 1  # with the reader too, after which none begins\n",
        "        if failure is None:\n            self._unfinished -= 1\n",
        "guide/notify",
        r"the program never ends",
    ),
    Mutant(
        "results_come_as_calls_end",
        "the moon's answer is given to the sun",
        "helpers/concurrent",
        "        return [task.result() if (end := ended_by(task)) is None else end"
        " for task in tasks]\n",
        "        tasks.reverse()\n"
        "        return [task.result() if (end := ended_by(task)) is None else end"
        " for task in tasks]\n",
        "guide/fetch-with-results",
        r"instead of .*, the words were paired with",
    ),
    Mutant(
        "exceptions_are_returned_as_text",
        "a bad answer looks like a good one",
        "helpers/concurrent",
        "ended_by(task)) is None else end",
        "ended_by(task)) is None else str(end)",
        "guide/batch-errors",
        r"in the place of the number that failed was 'no such number', not the exception itself",
    ),
    Mutant(
        "a_heartbeat_keeps_the_merged_stream_open",
        "the loop over events and a heartbeat never ends",
        "streams",
        "        self._ends = ends  # that are still to come\n",
        "        self._ends = len(sources)\n",
        "guide/merged-sources",
        r"the program never ends: it had not after [\d,]+ loop iterations",
    ),
    Mutant(
        "sources_are_read_in_turn",
        "no event before the next heartbeat",
        "streams",
        "            while self._unread:\n",
        "            if self._unread:\n",
        "guide/merged-sources",
        r"the program never ends: nothing could run any more",
    ),
    Mutant(
        "the_helper_returns_with_the_last_call_begun",
        "a load is begun before the one before it is done",
        "calls",
        "        cancelled = await self._tasks.wait()\n",
        "        cancelled = None\n"
        "        while not self._reader.done():\n"
        "            await self._tasks.one_ended()\n",
        "guide/chunks",
        r"in loads of 4 plates: \d was begun before \[.*\] were done",
    ),
    Mutant(
        "one_call_too_few",
        "a boat for five never leaves",
        "calls",
        "        self._limit = limit\n",
        "        self._limit = max(1, limit - 1)\n",
        "guide/dynamic-limit",
        r"the program never ends: nothing could run any more; suspended in: .*Event\.wait",
    ),
    Mutant(
        "one_call_too_many",
        "the pool is used beyond its half",
        "calls",
        "        self._limit = limit\n",
        "        self._limit = limit + 1\n",
        "guide/pool-sized-limit",
        r"4 of 6 plates were taken at once, with a limit of half",
    ),
    Mutant(
        "results_of_none_are_left_out",
        "the results do not fit what they are for",
        "helpers/concurrent",
        " for task in tasks]\n",
        " for task in tasks\n                if ended_by(task) or task.result() is not None]\n",
        "guide/error-boundary",
        r"instead of .*, the results were \['cake 0', 'cake 2', 'cake 3', 'cake 5'\]",
    ),
    Mutant(
        "failures_of_calls_come_in_groups",
        "the monitoring finds a group where it looks for an exception",
        "calls",
        "raise self._failure\n",
        'raise BaseExceptionGroup("failed", [self._failure])\n',
        "guide/monitored-batch",
        r"of a good and of a failing batch there was recorded: .*failed: failed \(1 sub-exception"
        r"|the batch raised ExceptionGroup",
    ),
    Mutant(
        "a_task_inherits_variables",
        "a visitor has the guide's ticket",
        "surroundings",
        "replace(surroundings, variables={}))",
        "surroundings)",
        "guide/isolation",
        r"a task, spawned where the variable was `guide`, saw, one after the other: 'guide'",
    ),
    Mutant(
        "elements_are_kept_until_the_scope_ends",
        "a long book needs the memory of all its pages",
        "calls",
        "        self._unfinished += 1\n",
        "        self._unfinished += 1\n"
        "        Calls.kept = [*getattr(Calls, 'kept', []), element]\n",
        "guide/batches-with-a-yield",
        r"there should have been the 5 pages of the one before at most; there were \[10, 15\]",
    ),
)
