"""Mutants of `guide/fire-and-forget`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="background_tasks_keep_their_scope_open",
        symptom="the program never stops",
        module="scope_tasks",
        right=(
            "        self._close()\n"
            "        # scopes/exit-awaits-tasks: all have ended after this line, "
            "clean-ups included.\n"
        ),
        wrong=(
            "        self._closing = True\n"
            "        # scopes/exit-awaits-tasks: all have ended after this line, "
            "clean-ups included.\n"
        ),
        clauses=("guide/fire-and-forget",),
        message=r"never ends: .* suspended in: .*wait",
    ),
    Mutant(
        name="background_tasks_are_left_behind",
        symptom="the floor is swept in a shop that is closed",
        module="scope_tasks",
        right="        cancelled = await self._tasks.wait()\n",
        wrong="        cancelled = None\n",
        clauses=("guide/fire-and-forget",),
        message=r"background task .*cancelled.*nothing",
    ),
)
