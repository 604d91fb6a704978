"""Mutants of `cancellation/not-swallowed`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_request_during_exit_is_dropped",
        symptom="a service does not shut down if it is cancelled while one of its scopes exits",
        module="scope",
        right="cancelled = await tasks.end() or cancelled\n",
        wrong="await tasks.end()\n",
        clauses=("cancellation/not-swallowed",),
        message=r"runner .*exit of scope scope\d, .*did not end cancelled.* returned",
    ),
    Mutant(
        name="a_request_is_dropped_while_streams_are_closed",
        symptom=(
            "a service does not shut down if it is cancelled while a scope closes an "
            "abandoned query"
        ),
        module="scope_tasks",
        right="cancelled = await tasks.wait() or cancelled\n",
        wrong="cancelled = await tasks.wait() and cancelled\n",
        clauses=("cancellation/not-swallowed",),
        message=r"runner .*exit of scope scope1, .*did not end cancelled.* returned",
    ),
    Mutant(
        name="aclose_drops_a_request",
        symptom="a service does not shut down if it is cancelled while a query is being closed",
        module="streams",
        right=(
            "        if cancelled is not None:\n            raise cancelled\n\n    async def _next("
        ),
        wrong=("        if cancelled is not None:\n            pass\n\n    async def _next("),
        clauses=("cancellation/not-swallowed",),
        message=r"runner .*clos.*stream, .*did not end cancelled",
    ),
    Mutant(
        name="a_helper_drops_a_request",
        symptom="a service does not shut down while it handles a batch",
        module="calls",
        right=("        if cancelled is not None:\n            raise cancelled\n"),
        wrong="",
        clauses=("cancellation/not-swallowed",),
        message=r"runner .*helper call, .*did not end cancelled.* returned",
    ),
    Mutant(
        name="a_request_ends_a_stream",
        symptom="a service takes its own shutdown for the end of its input, and goes on",
        module="streams",
        right="            await self._given.wait()\n",
        wrong=(
            "            try:\n"
            "                await self._given.wait()\n"
            "            except asyncio.CancelledError:\n"
            "                return None, StopAsyncIteration()\n"
        ),
        clauses=("cancellation/not-swallowed",),
        message=r"runner .*stream, .*did not end cancelled",
    ),
    Mutant(
        name="a_request_ends_a_merged_stream",
        symptom="a service that waits for either of two feeds ignores shutdowns and time-outs",
        module="helpers/concurrent",
        right="    return Stream(sources, scope, ends=len(sources) if exhaustive else 1)\n",
        wrong=(
            "    class Merged(Stream):\n"
            "        async def __anext__(self):\n"
            "            try:\n"
            "                return await super().__anext__()\n"
            "            except BaseException as error:\n"
            "                if type(error).__name__ == 'CancelledError':\n"
            "                    raise StopAsyncIteration from None\n"
            "                raise\n"
            "\n"
            "    return Merged(sources, scope, ends=len(sources) if exhaustive else 1)\n"
        ),
        clauses=("cancellation/not-swallowed", "cancellation/timeouts-compose"),
        message=r"loop over a merged stream, .*did not end cancelled|first item .*TimeoutError",
    ),
    Mutant(
        name="the_closing_of_a_merged_stream_drops_a_request",
        symptom="a service does not shut down if it is cancelled while it drops two feeds",
        module="helpers/concurrent",
        right="    return Stream(sources, scope, ends=len(sources) if exhaustive else 1)\n",
        wrong=(
            "    class Merged(Stream):\n"
            "        async def aclose(self):\n"
            "            self._stop()\n"
            "            await self._tasks.wait()\n"
            "\n"
            "    return Merged(sources, scope, ends=len(sources) if exhaustive else 1)\n"
        ),
        clauses=("cancellation/not-swallowed",),
        message=r"closed a merged stream, .*did not end cancelled",
    ),
    Mutant(
        name="streams_swallow_earlier_requests",
        symptom="a task that cancelled itself goes on reading",
        module="streams",
        right="            await self._given.wait()\n",
        wrong=(
            "            requests = asyncio.current_task().cancelling()\n"
            "            try:\n"
            "                await self._given.wait()\n"
            "            except asyncio.CancelledError:\n"
            "                if asyncio.current_task().cancelling() > requests:\n"
            "                    raise\n"
        ),
        clauses=("cancellation/not-swallowed",),
        message=r"stream, .*did not end cancelled",
    ),
    Mutant(
        name="an_item_hides_a_request",
        symptom="a time-out that comes together with an item is lost (gh-86296)",
        module="streams",
        right="            await self._given.wait()\n",
        wrong=(
            "            try:\n"
            "                await self._given.wait()\n"
            "            except asyncio.CancelledError:\n"
            "                if not self._held:\n"
            "                    raise\n"
        ),
        clauses=("cancellation/not-swallowed",),
        message=r"runner .*(stream|s1).*, but did not end cancelled",
    ),
    Mutant(
        name="the_end_of_a_task_hides_a_request",
        symptom="a shutdown that comes together with the end of a task is lost (gh-86296)",
        module="tasks",
        right=("                cancelled = error\n                self.stop()\n"),
        wrong=(
            "                if not self.running:\n"
            "                    return None\n"
            "                cancelled = error\n"
            "                self.stop()\n"
        ),
        clauses=("cancellation/not-swallowed",),
        message=r"runner .*(exit of scope scope\d|in its helper).*did not end cancelled",
    ),
    Mutant(
        name="requests_are_lost_in_the_exit_of_scopes_with_variables",
        symptom="a service that is cancelled while it closes a part of itself goes on",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            before = cancelled\n"
            "            cancelled = await tasks.end() or cancelled\n"
            "            cancelled = before if current.get().variables else cancelled\n"
        ),
        clauses=("cancellation/not-swallowed",),
        message=r"runner .*did not end cancelled.* returned",
    ),
    Mutant(
        name="a_request_before_the_helper_is_swallowed",
        symptom="a worker that cancels itself, and then calls a helper, goes on for ever",
        module="calls",
        right="        cancelled = await self._tasks.wait()\n",
        wrong=(
            "        cancelled = None\n"
            "        while self._tasks.running:\n"
            "            try:\n"
            "                await self._tasks.one_ended()\n"
            "            except CancelledError as error:\n"
            "                if this_task().cancelling() > requests_before:\n"
            "                    cancelled = error\n"
            "                    self._tasks.stop()\n"
        ),
        clauses=("cancellation/not-swallowed",),
        message=r"runner .*helper call, .*did not end cancelled.* returned",
    ),
    Mutant(
        name="what_was_not_cut_off_was_not_stopped",
        symptom="a job whose handlers save their work when they are cancelled cannot be cancelled",
        module="tasks",
        right=(
            "        return cancelled\n"
            "\n"
            "    def _ended(self, task: Task[Any], on_end: OnEnd) -> None:\n"
        ),
        wrong=(
            "        return cancelled if getattr(self, 'cut_off', True) else None\n"
            "\n"
            "    def _ended(self, task: Task[Any], on_end: OnEnd) -> None:\n"
            "        self.cut_off = getattr(self, 'cut_off', False) or task.cancelled()\n"
        ),
        clauses=("cancellation/not-swallowed",),
        message=r"runner .* caught .*did not end cancelled",
    ),
)
