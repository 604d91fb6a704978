"""Mutants of `tasks/context-copied`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="all_tasks_share_one_context",
        symptom="a language or time zone set in one task changes in another",
        module="tasks",
        right=("        return self._add(context.copy().run(loop.create_task, coroutine), on_end)"),
        wrong=(
            '        context = self.__dict__.setdefault("_context", context)\n'
            "        return self._add(loop.create_task(coroutine, context=context), on_end)"
        ),
        clauses=("tasks/context-copied",),
        message=r"task t\d saw context \w = \w+",
    ),
)
