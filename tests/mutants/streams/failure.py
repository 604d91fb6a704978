"""Mutants of `streams/failure`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="failures_of_generators_are_wrapped",
        symptom="`except` of the error that a generator raises catches nothing",
        module="streams",
        right="        raise end\n",
        wrong=("        raise end if isinstance(end, StopAsyncIteration) else RuntimeError()\n"),
        clauses=("streams/failure",),
        message=r"raised error of source of s1, but .*raised .*RuntimeError",
    ),
    Mutant(
        name="failures_of_generators_look_like_the_end",
        symptom="a broken connection looks like the end of the data",
        module="streams",
        right="        raise end\n",
        wrong="        raise StopAsyncIteration\n",
        clauses=("streams/failure",),
        message=r"raised error of source of s1, but .*no exception",
    ),
)
