"""Mutants of `hygiene/cancelling-balanced`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="exit_wakes_itself_by_a_request",
        symptom="after a scope with background tasks, the wrong one of two time-outs is reported",
        module="scope_tasks",
        right=(
            "        self._close()\n"
            "        # scopes/exit-awaits-tasks: all have ended after this line, "
            "clean-ups included.\n"
        ),
        wrong=(
            "        import asyncio\n"
            "\n"
            "        self._close()\n"
            "        # scopes/exit-awaits-tasks: all have ended after this line, "
            "clean-ups included.\n"
            "        if self._tasks.running and self._host is not None:\n"
            "            self._host.cancel()\n"
            "            try:\n"
            "                await asyncio.sleep(0)\n"
            "            except CancelledError:\n"
            "                pass\n"
        ),
        clauses=("hygiene/cancelling-balanced",),
        message=r"after scope scope\d, `cancelling\(\)` of task main was 1, before it 0",
        programs_of="scopes/exit-cancels-tasks",
    ),
    Mutant(
        name="closing_streams_wakes_itself_by_a_request",
        symptom="after a scope with a stream, the wrong one of two time-outs is reported",
        module="scope_tasks",
        right="            for stop in streams.values():\n",
        wrong=(
            "            import asyncio\n"
            "\n"
            "            self._host.cancel()\n"
            "            try:\n"
            "                await asyncio.sleep(0)\n"
            "            except CancelledError:\n"
            "                pass\n"
            "            for stop in streams.values():\n"
        ),
        clauses=("hygiene/cancelling-balanced",),
        message=r"after scope scope\d, `cancelling\(\)` of task main was \d, before it 0",
        programs_of="streams/early-stop",
    ),
    Mutant(
        name="an_interrupted_enter_leaves_its_request",
        symptom="long after an error that was handled, a time-out does not raise TimeoutError",
        module="scope",
        right="            await self.__aexit__(type(error), error, error.__traceback__)\n",
        wrong=(
            "            tasks._interrupted_host = False\n"
            "            await self.__aexit__(type(error), error, error.__traceback__)\n"
        ),
        clauses=("hygiene/cancelling-balanced",),
        message=r"after scope scope1, `cancelling\(\)` of task main was 1, before it 0",
        programs_of="failures/surfaces",
    ),
)
