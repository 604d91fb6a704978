"""Mutants of `execute/ordered`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="false_results_are_replaced",
        symptom="a count of 0 becomes None",
        module="helpers/concurrent",
        right="[task.result() if (end",
        wrong="[(task.result() or None) if (end",
        clauses=("execute/ordered",),
        message=r"result in the place of h1\[\d\] is None.*handler returned",
    ),
    Mutant(
        name="returned_exceptions_are_raised",
        symptom="a handler that returns an exception as a value ends the batch",
        module="helpers/concurrent",
        right="    return [task.result() if (end",
        wrong=(
            "    for task in tasks:\n"
            "        if isinstance(task.result(), Exception):\n"
            "            raise task.result()\n"
            "    return [task.result() if (end"
        ),
        clauses=("execute/ordered",),
        message=r"raised .*result of h1|none of its operations",
    ),
    Mutant(
        name="results_are_in_another_order_where_variables_are_set",
        symptom="a request with an id gets the answers of others",
        module="helpers/concurrent",
        right=(
            "    return [task.result() if (end := ended_by(task)) is None else end "
            "for task in tasks]"
        ),
        wrong=(
            "    if current.get() and current.get().variables:\n"
            "        tasks.reverse()\n"
            "    return [task.result() if (end := ended_by(task)) is None else end "
            "for task in tasks]"
        ),
        clauses=("execute/ordered",),
        message=r"result in the place of h1\[\d\] is",
    ),
    Mutant(
        name="no_results_are_none",
        symptom="`for` over the results fails when there was nothing to do",
        module="helpers/concurrent",
        right=(
            "    return [task.result() if (end := ended_by(task)) is None else end "
            "for task in tasks]\n"
        ),
        wrong=(
            "    return [task.result() if (end := ended_by(task)) is None else end "
            "for task in tasks] or None\n"
        ),
        clauses=("execute/ordered",),
        message=r"execute_concurrently returned None, not a sequence",
    ),
    Mutant(
        name="results_are_ordered_by_text",
        symptom="from the eleventh on, results belong to other elements",
        module="helpers/concurrent",
        right=(
            "    return [task.result() if (end := ended_by(task)) is None else end "
            "for task in tasks]\n"
        ),
        wrong=(
            "    found = {str(at): task for at, task in enumerate(tasks)}\n"
            "    tasks = [found[at] for at in sorted(found)]\n"
            "    return [task.result() if (end := ended_by(task)) is None else end "
            "for task in tasks]\n"
        ),
        clauses=("execute/ordered",),
        message=r"result in the place of h1\[\d+\] is .*handler returned",
    ),
    NaiveHelpers(
        name="FalseResultsAreLost",
        symptom="a count of 0 becomes None",
        clauses=("execute/ordered",),
        message=r"result in the place of h1\[\d\] is None.*handler returned",
    ),
    NaiveHelpers(
        name="InOrderOfEnding",
        symptom="results are paired with the wrong elements",
        clauses=("execute/ordered",),
        message=r"result in the place of h1\[\d\] is .*handler returned",
    ),
    Mutant(
        name="calls_that_end_at_once_have_no_result",
        symptom="under the eager task factory, answers that were cached are missing",
        module="calls",
        right="        if self._begun is not None:\n            self._begun(call)\n",
        wrong=(
            "        if self._begun is not None and not call.done():\n"
            "            self._begun(call)\n"
        ),
        clauses=("execute/ordered",),
        message=r"result",
    ),
)
