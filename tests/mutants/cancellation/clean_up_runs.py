"""Mutants of `cancellation/clean-up-runs`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="cancelled_again_and_again",
        symptom="a transaction is not rolled back: the roll-back itself is interrupted",
        module="tasks",
        right="                await self.one_ended()\n",
        wrong=(
            "                for task in tuple(self.running) if self.stopped else ():\n"
            "                    task.cancel()\n"
            "                await asyncio.sleep(0)\n"
        ),
        clauses=("cancellation/clean-up-runs",),
        message=r"t\d+ was cancelled at never\d+, .*clean-up",
    ),
    Mutant(
        name="exit_cancels_what_a_failure_has_cancelled",
        symptom="a transaction is not rolled back because another task failed",
        module="tasks",
        right="        if not self.stopped:\n            self.stopped = True\n",
        wrong="        if True:\n            self.stopped = True\n",
        clauses=("cancellation/clean-up-runs",),
        message=r"t\d+ was cancelled at never\d+, .*clean-up",
    ),
    Mutant(
        name="each_failure_interrupts_the_body",
        symptom="when two tasks fail, the clean-up of the body is interrupted",
        module="scope_tasks",
        right="        if self._closing:\n            return  # all",
        wrong=(
            '        if self._closing and self._reason == "is exiting":\n            return  # all'
        ),
        clauses=("cancellation/clean-up-runs",),
        message=r"runner was cancelled at .*, .*clean-up",
    ),
    Mutant(
        name="streams_cannot_be_read_in_clean_ups",
        symptom="a `finally` that reads a stream is interrupted at the end of the stream",
        module="streams",
        right="        raise end\n",
        wrong=(
            "        if asyncio.current_task().cancelling():\n"
            "            raise asyncio.CancelledError\n"
            "        raise end\n"
        ),
        clauses=("cancellation/clean-up-runs",),
        message=r"clean-up .*at stream s\d",
    ),
    Mutant(
        name="streams_cannot_be_closed_in_clean_ups",
        symptom="a `finally` that closes a stream is interrupted there",
        module="streams",
        right=(
            "        cancelled = await self._tasks.wait()\n"
            "        if cancelled is not None:\n"
            "            raise cancelled\n"
        ),
        wrong=(
            "        cancelled = await self._tasks.wait()\n"
            "        if asyncio.current_task().cancelling():\n"
            "            raise asyncio.CancelledError\n"
            "        if cancelled is not None:\n"
            "            raise cancelled\n"
        ),
        clauses=("cancellation/clean-up-runs",),
        message=r"clean-up .*at aclose of s\d",
    ),
    Mutant(
        name="a_helper_interrupts_the_clean_up_it_is_called_in",
        symptom=(
            "a worker that saves its last messages when it is cancelled saves only half of them"
        ),
        module="calls",
        right=("        if cancelled is not None:\n            raise cancelled\n"),
        wrong=(
            "        if cancelled is not None:\n"
            "            raise cancelled\n"
            "        if this_task().cancelling():\n"
            "            raise CancelledError\n"
        ),
        clauses=("cancellation/clean-up-runs",),
        message=r"was cancelled at .*(clean-up|had caught)",
    ),
    Mutant(
        name="calls_are_cancelled_whenever_one_ends",
        symptom=(
            "of several handlers that roll back when they are cancelled, only one completes that"
        ),
        module="calls",
        right=(
            "        if failure is None or (self._tasks.stopped and isinstance(failure, "
            "CancelledError)):\n"
        ),
        wrong=(
            "        if self._tasks.stopped:\n"
            "            for each in tuple(self._tasks.running):\n"
            "                each.cancel()\n"
            "        if failure is None or (self._tasks.stopped and isinstance(failure, "
            "CancelledError)):\n"
        ),
        clauses=("cancellation/clean-up-runs",),
        message=r"helper\d\[\d\] was cancelled at .*, .*clean-up",
    ),
)
