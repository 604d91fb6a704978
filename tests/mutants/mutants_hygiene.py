"""Mutants that break clauses of chapter hygiene: they leave something behind."""

from mutant import Mutant

__all__ = ("MUTANTS",)

CLOSING = '        self._close("is exiting")\n'
STOPPED = "                    cancelled = error\n"
NOTED = "        self.failures.append(failure)\n"
KEPT = "            scope.keep_stream(self._tasks, self._stop)\n"

MUTANTS = (
    Mutant(
        "a_watchdog_is_left",
        "a program does not end, for something waits for a scope that has ended",
        "tasks",
        CLOSING,
        CLOSING + "        if self._tasks.running:\n"
        "            watch = asyncio.Event().wait()\n"
        "            self._watchdog = asyncio.get_running_loop().create_task(watch)\n",
        "hygiene/no-orphans",
        r"when the outermost scope had been exited, there was still alive: ",
        beside="scopes/exit-awaits-tasks",
    ),
    Mutant(
        "the_last_task_is_not_waited_for",
        "a task dies at a random point of its clean-up when the program ends",
        "tasks",
        "            while self.running:\n",
        "            while len(self.running) > 1:\n",
        "hygiene/no-orphans",
        r"when the outermost scope had been exited, there was still alive: task t\d",
        beside="scopes/exit-awaits-tasks",
    ),
    Mutant(
        "sources_are_closed_in_the_background",
        "a file is still open when the program ends",
        "calls",
        "            await close(iterator)\n            raise\n",
        "            import asyncio\n\n"
        "            asyncio.get_running_loop().create_task(close(iterator))\n"
        "            raise\n",
        "hygiene/no-orphans",
        r"when the outermost scope had been exited, there was still alive: ",
        beside="process/source-closed",
    ),
    Mutant(
        "second_failures_are_not_looked_at",
        "the log says that an exception was never retrieved, and nobody knows whose it was",
        "tasks",
        "        failure = ended_by(task)  # also",
        "        failure = None if self.stopped else ended_by(task)  # also",
        "hygiene/no-unretrieved",
        r"the loop's exception handler was told: Task exception was never retrieved",
        beside="failures/in-clean-up",
    ),
    Mutant(
        "a_future_is_told_of_failures",
        "the log says that an exception was never retrieved, though it was handled",
        "tasks",
        NOTED,
        NOTED + "        if len(self.failures) > 1:\n"
        "            asyncio.get_running_loop().create_future().set_exception(failure)\n",
        "hygiene/no-unretrieved",
        r"the loop's exception handler was told: Future exception was never retrieved",
        beside="failures/all-surface",
    ),
    Mutant(
        "the_second_end_of_a_task_is_a_surprise",
        "the log says that a callback failed",
        "tasks",
        '        self._close(f"is failing because',
        '        del self._tasks.running[task]\n        self._close(f"is failing because',
        "hygiene/no-unretrieved",
        r"the loop's exception handler was told: Exception in callback .*KeyError",
        beside="failures/surfaces",
    ),
    Mutant(
        "generators_outlive_their_scope",
        "files stay open when a loop is left by `break`",
        "streams",
        KEPT,
        "            pass\n",
        "hygiene/generators-closed",
        r"when the outermost scope had been exited, generators were still open: ",
        beside="streams/early-stop",
    ),
    Mutant(
        "one_source_of_a_merge_outlives_it",
        "of two connections that were merged, one stays open",
        "streams",
        "            await close(iterator)\n",
        # The other one is kept: else it is closed as it is collected, before the scope has exited.
        "            if len(self._tasks.running) > 1:\n"
        "                await close(iterator)\n"
        "            else:\n"
        "                self._unread.append(iterator)\n",
        "hygiene/generators-closed",
        r"when the outermost scope had been exited, generators were still open: ",
        beside="merge/ends",
    ),
    Mutant(
        "refused_functions_are_called",
        "Python warns of a coroutine that was never awaited, and points at the user's function",
        "tasks",
        "        if self._closing:\n            raise RuntimeError(\n",
        "        if self._closing:\n"
        "            context.run(function, *args, **kwargs)\n"
        "            raise RuntimeError(\n",
        "hygiene/coroutines-awaited",
        r"Python warned: coroutine '.*work' was never awaited",
        beside="scopes/late-spawn",
    ),
    Mutant(
        "handlers_are_called_before_their_task_begins",
        "Python warns of a coroutine that was never awaited when a helper ends early",
        "calls",
        "        call = self._tasks.start(self._call(element), self._context)\n",
        "        async def run(handled: Any) -> Any:\n"
        "            return await handled\n\n"
        "        handled = self._handler(element)\n"
        "        call = self._tasks.start(run(handled), self._context)\n",
        "hygiene/coroutines-awaited",
        r"Python warned: coroutine '.*' was never awaited",
        beside="process/first-failure",
    ),
    Mutant(
        "a_warning_of_slow_exits_stays_set",
        "a minute after each scope the log says that its exit is slow",
        "tasks",
        CLOSING,
        CLOSING + "        asyncio.get_running_loop().call_later(60, print, 'a slow exit')\n",
        "hygiene/no-timers",
        r"when the outermost scope had been exited, \d timers were still set",
        beside="scopes/exit-awaits-tasks",
    ),
    Mutant(
        "a_last_resort_stays_set",
        "after each shutdown something happens to tasks that have ended",
        "tasks",
        STOPPED,
        STOPPED + "                    asyncio.get_running_loop().call_later(30, self.stop)\n",
        "hygiene/no-timers",
        r"when the outermost scope had been exited, \d timers were still set",
        beside="scopes/exit-under-cancellation",
    ),
    Mutant(
        "exit_wakes_itself_by_a_request",
        "after a scope with background tasks, time-outs blame each other",
        "tasks",
        CLOSING,
        CLOSING + "        if self._tasks.running and self._host is not None:\n"
        "            self._host.cancel()\n"
        "            try:\n"
        "                await asyncio.sleep(0)\n"
        "            except CancelledError:\n"
        "                pass\n",
        "hygiene/cancelling-balanced",
        r"after scope scope\d, `cancelling\(\)` of task main was 1, before it 0, and nobody had"
        r" asked the task to stop",
        beside="scopes/exit-cancels-tasks",
    ),
    Mutant(
        "closing_streams_wakes_itself_by_a_request",
        "after a scope with a stream, time-outs blame each other",
        "tasks",
        "                for stop in streams.values():\n",
        "                self._host.cancel()\n"
        "                try:\n"
        "                    await asyncio.sleep(0)\n"
        "                except CancelledError:\n"
        "                    pass\n"
        "                for stop in streams.values():\n",
        "hygiene/cancelling-balanced",
        r"after scope scope\d, `cancelling\(\)` of task main was \d, before it 0, and nobody had",
        beside="streams/early-stop",
    ),
)
