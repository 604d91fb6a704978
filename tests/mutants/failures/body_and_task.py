"""Mutants of `failures/body-and-task`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="the_body_s_error_gives_way",
        symptom="of an error in the body and one in a task only the latter is shown",
        module="failures",
        right="error for error in others if",
        wrong="error for error in others[1:] if",
        clauses=("failures/body-and-task",),
        message=r"what the body raised .*surface",
    ),
    Mutant(
        name="the_tasks_errors_give_way",
        symptom="of an error in the body and one in a task only the former is shown",
        module="failures",
        right="    errors = [*tasks, *(error for error in others if error is not None)]\n",
        wrong=(
            "    tasks = tasks if others[0] is None else ()\n"
            "    errors = [*tasks, *(error for error in others if error is not None)]\n"
        ),
        clauses=("failures/body-and-task",),
        message=r"t\d+ of scope scope\d failed with error\d+, .*(ExceptionGroup\[)?error\d",
    ),
    Mutant(
        name="what_a_failure_has_caused_is_dropped",
        symptom="an error of the body is lost, since a failure caused it",
        module="failures",
        right="    errors = [*tasks, *(error for error in others if error is not None)]\n",
        wrong=(
            "    errors = [\n"
            "        *tasks,\n"
            "        *(each for each in others if each is not None and each.__cause__ not in "
            "tasks),\n"
            "    ]\n"
        ),
        clauses=("failures/body-and-task",),
        message=(
            r"body of scope scope\d raised error\d, .*tasks failed with error\d, .*what the"
            r" body raised .*surface"
        ),
    ),
    Mutant(
        name="equal_failures_of_body_and_task_are_one",
        symptom="of two failures of a kind only one is reported",
        module="failures",
        right="*(error for error in others if error is not None)]",
        wrong="*(error for error in others if error is not None and error not in tasks)]",
        clauses=("failures/body-and-task",),
        message=r"the body of scope scope\d raised error\d+.* did not surface",
    ),
)
