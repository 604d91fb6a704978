"""Mutants that break clauses of chapter cancellation."""

from mutant import Mutant
from mutants_streams import CLOSED, GIVEN

__all__ = ("MUTANTS",)

SPAWNED = "            return self._tasks.start(coroutine, context)\n"

MUTANTS = (
    Mutant(
        "a_cancelled_task_fails_its_scope",
        "cancelling one download ends the whole batch",
        "tasks",
        "        if failure is None or task.cancelled():\n",
        "        if failure is None:\n",
        "cancellation/one-task",
        r"was cancelled at [\w ]+, though only victim1(, victim2)? was asked to stop"
        r"|scope scope0 was left by .*, though only single tasks",
    ),
    Mutant(
        "handles_are_shielded",
        "a cancelled download goes on in the background",
        "tasks",
        SPAWNED,
        "            return asyncio.shield(self._tasks.start(coroutine, context))\n",
        "cancellation/one-task",
        r"task victim\d was asked to stop while it waited for never\d, and had"
        r" not been cancelled there when nothing else could run any more",
    ),
    Mutant(
        "a_cancelled_task_gives_nothing",
        "None is taken for the result of a task that was cancelled",
        "tasks",
        "        task: Task[R] = context.copy().run(loop.create_task, coroutine)\n",
        "        async def quiet(given: Any = coroutine) -> Any:\n"
        "            try:\n"
        "                return await given\n"
        "            except CancelledError:\n"
        "                return None\n\n"
        "        task = context.copy().run(loop.create_task, quiet())\n",
        "cancellation/awaiting-cancelled",
        r"\w+ awaited task victim, which was cancelled, and was given: None",
    ),
    Mutant(
        "a_cancelled_task_asks_the_body",
        "whoever waits for a cancelled task believes that it has to stop too",
        "tasks",
        "        if failure is None or task.cancelled():\n",
        "        if failure is not None and task.cancelled() and self._host is not None:\n"
        "            self._host.cancel()\n"
        "        if failure is None or task.cancelled():\n",
        "cancellation/awaiting-cancelled",
        r"\w+, which had awaited the cancelled task victim, was itself cancelled at"
        r"|after awaiting the cancelled task victim, `cancelling\(\)` of \w+ was 1",
    ),
    Mutant(
        "a_cancelled_exit_does_not_wait",
        "work goes on when its root was cancelled and awaited",
        "scope",
        "            cancelled = await tasks.end() or cancelled\n",
        '            tasks._close("is exiting")\n'
        "            if cancelled is None:\n"
        "                cancelled = await tasks.end()\n"
        "            elif tasks._interrupted_host:\n"
        "                this_task().uncancel()\n",
        "cancellation/downward",
        r"runner was asked to stop, and left scope scope\d before task t\d+ of scope scope\d, which"
        r" is under it, had ended",
    ),
    Mutant(
        "a_cancelled_scope_fails",
        "a shutdown is reported as an error",
        "scope",
        "                return cancelled\n",
        '                return cancelled and RuntimeError("the scope was cancelled")\n',
        "cancellation/downward",
        r"was left RuntimeError: the scope was cancelled instead of by CancelledError"
        r"|and did not end cancelled: runner failed RuntimeError: the scope was cancelled",
    ),
    Mutant(
        "a_cancelled_helper_forgets_its_calls",
        "calls of a helper go on when its caller was cancelled and awaited",
        "tasks",
        "                    cancelled = error\n                    self.stop()\n",
        "                    cancelled = error\n"
        "                    self.stop()\n"
        "                    break\n",
        "cancellation/downward",
        r"runner was asked to stop, and left scope scope\d before",
    ),
    Mutant(
        "cancelled_again_and_again",
        "a transaction is not rolled back: the roll-back itself is interrupted",
        "tasks",
        "                    await self.one_ended()\n",
        "                    for task in tuple(self.running) if self.stopped else ():\n"
        "                        task.cancel()\n"
        "                    await asyncio.sleep(0)\n",
        "cancellation/clean-up-runs",
        r"t\d+ was cancelled at never\d+, and its clean-up was cut off",
    ),
    Mutant(
        "exit_cancels_what_a_failure_has_cancelled",
        "where another task fails, a transaction is not rolled back",
        "tasks",
        "        if not self.stopped:\n            self.stopped = True\n",
        "        if True:\n            self.stopped = True\n",
        "cancellation/clean-up-runs",
        r"t\d+ was cancelled at never\d+, and its clean-up was cut off",
    ),
    Mutant(
        "each_failure_interrupts_the_body",
        "where two tasks fail, the clean-up of the body is cut off",
        "tasks",
        "        if self._closing:\n            return  # all",
        '        if self._closing.endswith("exiting"):\n            return  # all',
        "cancellation/clean-up-runs",
        r"runner was cancelled at .*, and its clean-up was cut off",
    ),
    Mutant(
        "a_late_request_replaces_the_result",
        "a result is lost if its task is cancelled for safety's sake",
        "tasks",
        SPAWNED,
        "            task = self._tasks.start(coroutine, context)\n\n"
        "            class Handle:\n"
        "                asked = False\n\n"
        "                def cancel(self) -> bool:\n"
        "                    self.asked = True\n"
        "                    return task.cancel()\n\n"
        "                def __await__(self) -> Any:\n"
        "                    if self.asked:\n"
        "                        raise CancelledError\n"
        "                    return task.__await__()\n\n"
        "            return Handle()\n",
        "cancellation/ended-unaffected",
        r"task t0 had ended when it was asked to stop; who awaited it before was given: .*; and"
        r" after: raised CancelledError",
    ),
    Mutant(
        "a_late_request_goes_to_the_body",
        "a scope is cancelled because one of its tasks was cancelled a moment too late",
        "tasks",
        SPAWNED,
        "            task = self._tasks.start(coroutine, context)\n\n"
        "            class Handle:\n"
        "                def cancel(handle) -> bool:\n"
        "                    return task.cancel() or bool(self._host and self._host.cancel())\n\n"
        "                def __await__(handle) -> Any:\n"
        "                    return task.__await__()\n\n"
        "            return Handle()\n",
        "cancellation/ended-unaffected",
        r"runner was cancelled at .*; all that was asked to stop was t0, which had ended"
        r"|scope scope0 was left by CancelledError, though all that was asked to stop was t0"
        r"|`cancelling\(\)` of runner was 0 and became",
    ),
    Mutant(
        "a_request_during_exit_is_dropped",
        "a service does not shut down if it is asked while one of its scopes ends",
        "scope",
        "cancelled = await tasks.end() or cancelled\n",
        "await tasks.end()\n",
        "cancellation/not-swallowed",
        r"runner was asked to stop while it was in the exit of scope scope\d, and did not end"
        r" cancelled: runner returned",
    ),
    Mutant(
        "a_request_is_dropped_while_streams_are_closed",
        "a service does not shut down if it is asked just while a scope closes a query that was"
        " left",
        "tasks",
        "cancelled = await tasks.wait() or cancelled\n",
        "cancelled = await tasks.wait() and cancelled\n",
        "cancellation/not-swallowed",
        r"runner was asked to stop while it was in the exit of scope scope1, and did not end"
        r" cancelled: runner returned",
    ),
    Mutant(
        "aclose_drops_a_request",
        "a service does not shut down if it is asked while a query is being closed",
        "streams",
        "            if cancelled is not None:\n                raise cancelled\n        finally",
        "            pass\n        finally",
        "cancellation/not-swallowed",
        r"runner was asked to stop in its closing of a stream, and did not end cancelled",
    ),
    Mutant(
        "a_helper_drops_a_request",
        "a service does not shut down while it handles a batch",
        "calls",
        "            if cancelled is not None:\n                raise cancelled\n",
        "",
        "cancellation/not-swallowed",
        r"runner was asked to stop in its helper, and did not end cancelled: runner returned",
    ),
    Mutant(
        "a_request_ends_a_stream",
        "a service takes its own shutdown for the end of its input, and goes on",
        "streams",
        "            await self._given.wait()\n",
        "            try:\n"
        "                await self._given.wait()\n"
        "            except asyncio.CancelledError:\n"
        "                return None, StopAsyncIteration()\n",
        "cancellation/not-swallowed",
        r"runner was asked to stop in its loop over a stream, and did not end cancelled",
    ),
    Mutant(
        "streams_swallow_earlier_requests",
        "a task that asked itself to stop reads on",
        "streams",
        GIVEN,
        "            requests = asyncio.current_task().cancelling()\n"
        "            try:\n"
        "                await self._given.wait()\n"
        "            except asyncio.CancelledError:\n"
        "                if asyncio.current_task().cancelling() > requests:\n"
        "                    raise\n",
        "cancellation/not-swallowed",
        r"asked to stop in its loop over a stream, and did not end cancelled",
    ),
    Mutant(
        "streams_cannot_be_read_in_clean_ups",
        "what a `finally` reads from a stream is cut off at its end",
        "streams",
        "            raise end\n",
        "            if asyncio.current_task().cancelling():\n"
        "                raise asyncio.CancelledError\n"
        "            raise end\n",
        "cancellation/clean-up-runs",
        r"its clean-up was cut off at stream s\d",
    ),
    Mutant(
        "streams_cannot_be_closed_in_clean_ups",
        "a `finally` that closes a stream is cut off there",
        "streams",
        CLOSED,
        CLOSED + "            if asyncio.current_task().cancelling():\n"
        "                raise asyncio.CancelledError\n",
        "cancellation/clean-up-runs",
        r"its clean-up was cut off at aclose of s\d",
    ),
)
