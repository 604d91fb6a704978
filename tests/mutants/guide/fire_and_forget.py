"""Mutants of `guide/fire-and-forget`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="background_tasks_keep_their_scope_open",
        symptom="the program never stops",
        module="tasks",
        right='        self._close("is exiting")\n',
        wrong='        self._closing = self._closing or "is exiting"\n',
        clauses=("guide/fire-and-forget",),
        message=r"never ends: .* suspended in: .*wait",
    ),
    Mutant(
        name="background_tasks_are_left_behind",
        symptom="the floor is swept in a shop that is closed",
        module="tasks",
        right="        cancelled = await self._tasks.wait()\n        try:\n",
        wrong="        cancelled = None\n        try:\n",
        clauses=("guide/fire-and-forget",),
        message=r"background task .*cancelled.*nothing",
    ),
)
