"""Mutants of `hygiene/no-orphans`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="cancelled_consumers_forget_the_tasks_of_a_merge",
        symptom=(
            "Task was destroyed but it is pending, after a time-out in a loop (aiostream issue 7)"
        ),
        module="streams",
        right="            await self._given.wait()\n",
        wrong=(
            "            try:\n"
            "                await self._given.wait()\n"
            "            except asyncio.CancelledError:\n"
            "                if self._scope is not None:\n"
            "                    self._scope.forget_stream(self._tasks)\n"
            "                raise\n"
        ),
        clauses=("hygiene/no-orphans",),
        message=r"outermost scope .*still alive:",
        programs_of="merge/consumer-cancelled",
    ),
    Mutant(
        name="a_watchdog_is_left",
        symptom="a program does not end, since a task waits for a scope that has ended",
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
            "        if self._tasks.running:\n"
            "            watch = asyncio.Event().wait()\n"
            "            self._watchdog = asyncio.get_running_loop().create_task(watch)\n"
        ),
        clauses=("hygiene/no-orphans",),
        message=r"outermost scope .*still alive:",
        programs_of="scopes/exit-awaits-tasks",
    ),
    Mutant(
        name="the_last_task_is_not_waited_for",
        symptom="a task dies at a random point of its clean-up when the program ends",
        module="tasks",
        right="        while self.running:\n",
        wrong="        while len(self.running) > 1:\n",
        clauses=("hygiene/no-orphans",),
        message=r"outermost scope .*still alive: task t\d",
        programs_of="scopes/exit-awaits-tasks",
    ),
    Mutant(
        name="sources_are_closed_in_the_background",
        symptom="a file is still open when the program ends",
        module="calls",
        right="            await close(iterator)\n            raise\n",
        wrong=(
            "            import asyncio\n"
            "\n"
            "            asyncio.get_running_loop().create_task(close(iterator))\n"
            "            raise\n"
        ),
        clauses=("hygiene/no-orphans",),
        message=r"outermost scope .*still alive:",
        programs_of="process/source-closed",
    ),
)
