"""Mutants of `variables/siblings`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="tasks_spawned_together_share_one_context",
        symptom="of two requests that come at the same moment, one sees the id of the other",
        module="tasks",
        right=("        return self._add(context.copy().run(loop.create_task, coroutine), on_end)"),
        wrong=(
            "        lazy = loop.get_task_factory() is not asyncio.eager_task_factory\n"
            "        if lazy and loop.__dict__.get('together', (0, 0))[0] == loop.iteration:\n"
            "            context = loop.together[1]\n"
            "        loop.together = (loop.iteration, context)\n"
            "        context = context if lazy else context.copy()\n"
            "        return self._add(loop.create_task(coroutine, context=context), on_end)"
        ),
        clauses=("variables/siblings",),
        message=r"saw variable \w = value\d+.*neither",
    ),
    Mutant(
        name="values_go_to_all_tasks_that_run",
        symptom="a variable that one request sets is seen by all others",
        module="variables",
        right="    current.set(replace(surroundings, variables=variables))\n",
        wrong=(
            "    current.set(replace(surroundings, variables=variables))\n"
            "    import asyncio\n"
            "\n"
            "    for task in surroundings.tasks._tasks.running:\n"
            "        if task is not asyncio.current_task():\n"
            "            context = task.get_context()\n"
            "            its = context[current]\n"
            "            its = replace(its, variables={**its.variables, type(value): value})\n"
            "            context.run(current.set, its)\n"
        ),
        clauses=("variables/siblings",),
        message=r"saw variable \w = value\d+.*neither",
    ),
)
