"""Mutants of `scopes/nested-tasks-end-inside`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="inner_tasks_go_to_the_outer_scope",
        symptom="tasks of an inner scope go on after it",
        module="scope",
        right="            tasks=tasks,\n",
        wrong="            tasks=outer.tasks if outer else tasks,\n",
        clauses=("scopes/nested-tasks-end-inside",),
        message=(
            r"task t\d began after scope scope\d, in which it was spawned, had been exited"
            r"|scope scope\d was exited \(.*\) before its task t\d had ended"
        ),
    ),
)
