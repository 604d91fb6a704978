"""Mutants of `scopes/resource-exit-fails`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="what_equals_the_error_of_the_body_is_no_error",
        symptom="the error of closing a connection is dropped if it equals the error of the body",
        module="scope",
        right="outcome is not exception",
        wrong="outcome != exception",
        clauses=("scopes/resource-exit-fails",),
        message=r"resource of scope2 .*exited.*error.*surface",
    ),
    Mutant(
        name="errors_of_exits_are_dropped",
        symptom="a file that could not be closed looks like one that could",
        module="resources",
        right="            return error\n",
        wrong="            return leaving\n",
        clauses=("scopes/resource-exit-fails",),
        message=r"could not be exited, but its error did not surface",
    ),
    Mutant(
        name="one_failure_is_enough",
        symptom="that a connection could not be closed is dropped where a task has failed",
        module="scope",
        right="            failed = leaving(self._name, tasks.failures, body, left)\n",
        wrong="            failed = failed or left\n",
        clauses=("scopes/resource-exit-fails",),
        message=r"could not be exited, but its error did not surface",
    ),
)
