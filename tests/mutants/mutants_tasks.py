"""Mutants that break clauses of chapter tasks."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        "keyword_arguments_are_dropped",
        "a task runs with default values instead of what it was given",
        "tasks",
        "context.run(function, *args, **kwargs)",
        "context.run(function, *args)",
        "tasks/arguments",
        r"task t\d was spawned with \(.*=object\d\), but its function was called with",
    ),
    Mutant(
        "all_tasks_share_one_context",
        "a language or time zone set in one task changes in another",
        "tasks",
        "            task: Task[R] = context.run(loop.create_task, coroutine)\n",
        '            context = self.__dict__.setdefault("_context", context)\n'
        "            task: Task[R] = loop.create_task(coroutine, context=context)\n",
        "tasks/context-copied",
        r"task t\d saw context \w = \w+; as of its spawn and what it set since, it is",
    ),
)
