"""Mutants of `hygiene/no-timers`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="ended_tasks_are_cancelled_for_ever",
        symptom="after a scope the process is never idle again (anyio issue 1111)",
        module="tasks",
        right="            for task in tuple(self.running):\n                task.cancel()\n",
        wrong=(
            "            tasks = tuple(self.running)\n"
            "            for task in tasks:\n"
            "                task.cancel()\n"
            "\n"
            "            def look_again() -> None:\n"
            "                asyncio.get_running_loop().call_later(0.001, look_again)\n"
            "\n"
            "            if tasks:\n"
            "                look_again()\n"
        ),
        clauses=("hygiene/no-timers",),
        message=r"outermost scope .*\d timers",
        programs_of="scopes/exit-awaits-tasks",
    ),
    Mutant(
        name="a_warning_of_slow_exits_stays_set",
        symptom="a minute after each scope, the log complains that its exit is slow",
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
            "        asyncio.get_running_loop().call_later(60, print, 'a slow exit')\n"
        ),
        clauses=("hygiene/no-timers",),
        message=r"outermost scope .*\d timers",
        programs_of="scopes/exit-awaits-tasks",
    ),
    Mutant(
        name="a_last_resort_stays_set",
        symptom="after each shutdown a timer cancels tasks that have ended",
        module="tasks",
        right="                cancelled = error\n",
        wrong=(
            "                cancelled = error\n"
            "                asyncio.get_running_loop().call_later(30, self.stop)\n"
        ),
        clauses=("hygiene/no-timers",),
        message=r"outermost scope .*\d timers",
        programs_of="scopes/exit-under-cancellation",
    ),
)
