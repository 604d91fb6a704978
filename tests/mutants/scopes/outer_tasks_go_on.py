"""Mutants of `scopes/outer-tasks-go-on`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="an_inner_exit_cancels_the_outer_tasks",
        symptom="the end of one request disconnects everybody",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            for task in () if self._outer is None else "
            "tuple(self._outer.tasks._tasks.running):\n"
            "                if task is not this_task():\n"
            "                    task.cancel()\n"
            "            cancelled = await tasks.end() or cancelled\n"
        ),
        clauses=("scopes/outer-tasks-go-on",),
        message=(
            r"was cancelled while the body of scope\d was still running, though only a scope "
            r"inside"
        ),
    ),
    Mutant(
        name="an_inner_exit_waits_for_the_outer_tasks",
        symptom="the first request of a connection is never answered",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            cancelled = await tasks.end() or cancelled\n"
            "            while self._outer is not None and "
            "self._outer.tasks._tasks.running.keys() - {this_task()}:\n"
            "                await self._outer.tasks._tasks.one_ended()\n"
        ),
        clauses=("scopes/outer-tasks-go-on",),
        message=r"never ends.*in the exit of scope scope\d",
    ),
)
