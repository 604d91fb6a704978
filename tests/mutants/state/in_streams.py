"""Mutants of `state/in-streams`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="streams_run_where_they_are_read",
        symptom="a generator finds the state of its consumer",
        module="streams",
        right="self._tasks.start(self._read(self._unread.pop(0)), self._context)",
        wrong="self._tasks.start(self._read(self._unread.pop(0)), own_context())",
        clauses=("state/in-streams",),
        message=r"source of stream .*state of type \w .*of around.*nearest",
    ),
    Mutant(
        name="state_is_gone_before_streams_are_closed",
        symptom="the clean-up of a generator has lost its connection settings",
        module="scope_tasks",
        right="        cancelled = await self._tasks.wait()\n",
        wrong=(
            "        cancelled = await self._tasks.wait()\n"
            "        from .surroundings import current\n"
            "\n"
            "        here = current.get()\n"
            "        if here is not None and here.tasks is self:\n"
            "            here.state.clear()\n"
        ),
        clauses=("state/in-streams",),
        message=r"source of stream looked up the state",
    ),
)
