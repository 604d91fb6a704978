"""Mutants of `tasks/arguments`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="keyword_arguments_are_dropped",
        symptom="a task runs with default values instead of what it was given",
        module="scope_tasks",
        right="context.run(function, *args, **kwargs)",
        wrong="context.run(function, *args)",
        clauses=("tasks/arguments",),
        message=r"task t\d was spawned with \(.*=\w+\), .*function was called with",
    ),
    Mutant(
        name="arguments_are_copied",
        symptom="a list that is passed to a task arrives as a copy",
        module="scope_tasks",
        right="context.run(function, *args, **kwargs)",
        wrong=(
            "context.run(function, *(a.copy() if hasattr(a, 'copy') else a for a in args), "
            "**kwargs)"
        ),
        clauses=("tasks/arguments",),
        message=r"task t\d was spawned with .*, .*function was called with .*of type (list|dict)",
    ),
    Mutant(
        name="a_parameter_of_spawn_takes_an_argument",
        symptom="a function that has a parameter `function` cannot be spawned",
        module="context",
        right=(
            "        self, function: Callable[P, Coroutine[Any, Any, R]], /, *args: P.args, "
            "**kwargs: P.kwargs\n"
        ),
        wrong=(
            "        self, function: Callable[P, Coroutine[Any, Any, R]], *args: P.args, "
            "**kwargs: P.kwargs\n"
        ),
        clauses=("tasks/arguments",),
        message=r"TypeError: .*spawn task t\d\(.*(function|self)=.*\)",
    ),
)
