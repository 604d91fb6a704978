"""Mutants of `execute/results-kept`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="all_calls_return_one_list",
        symptom="the answers to the first question become those to the second",
        module="helpers/concurrent",
        right=(
            "    return [task.result() if (end := ended_by(task)) is None else end for "
            "task in tasks]\n"
        ),
        wrong=(
            "    kept = execute_concurrently.__dict__.setdefault('kept', [])\n"
            "    kept[:] = [\n"
            "        task.result() if (end := ended_by(task)) is None else end for task in tasks\n"
            "    ]\n"
            "    return kept\n"
        ),
        clauses=("execute/results-kept",),
        message=r"h1 returned .*; after the call of h2 that was",
    ),
    Mutant(
        name="the_results_of_a_handler_are_one_list",
        symptom="a page that was fetched before is replaced by the next one",
        module="helpers/concurrent",
        right=(
            "    return [task.result() if (end := ended_by(task)) is None else end for "
            "task in tasks]\n"
        ),
        wrong=(
            "    lists = execute_concurrently.__dict__.setdefault('lists', {})\n"
            "    kept = lists.setdefault(id(handler), [])\n"
            "    kept[: len(tasks)] = [\n"
            "        task.result() if (end := ended_by(task)) is None else end for task in tasks\n"
            "    ]\n"
            "    del kept[len(tasks) :]\n"
            "    return kept\n"
        ),
        clauses=("execute/results-kept",),
        message=r"h1 returned .*; after the call of h2 that was",
    ),
)
