"""Mutants of `variables/not-leaked`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="spawning_clears_the_variables_of_the_spawner",
        symptom="a request forgets its id as soon as it starts background work",
        module="surroundings",
        right="        context.run(current.set, replace(surroundings, variables={}))\n",
        wrong=(
            "        current.set(replace(surroundings, variables={}))\n"
            "        context = copy_context()\n"
        ),
        clauses=("variables/not-leaked",),
        message=r"saw variable \w = None; .*set value\d.*a task that it spawned",
    ),
    Mutant(
        name="variables_move_up_at_the_end_of_a_task",
        symptom="the variables of a task appear in its spawner at some moment",
        module="tasks",
        right="        on_end(task, ended_by(task))\n",
        wrong=(
            "        from .surroundings import current\n"
            "\n"
            "        mine, its = current.get(), task.get_context().get(current)\n"
            "        if mine is not None and its is not None:\n"
            "            mine.variables.update(its.variables)\n"
            "        on_end(task, ended_by(task))\n"
        ),
        clauses=("variables/not-leaked",),
        message=r"saw variable \w = value\d+.*t\d+.*spawned",
    ),
    Mutant(
        name="variables_of_a_tasks_scope_move_up_to_the_body",
        symptom="the variables of a task's scope appear in its spawner when that scope is left",
        module="scope",
        right="            current.set(self._outer)\n",
        wrong=(
            "            if self._outer is not None and (now := current.get()) is not None:\n"
            "                outer = self._outer.tasks._host.get_context()[current]\n"
            "                outer.variables.update(now.variables)\n"
            "            current.set(self._outer)\n"
        ),
        clauses=("variables/not-leaked",),
        message=r"saw variable \w = value\d+.*t\d+.*spawned",
    ),
)
