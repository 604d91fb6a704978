"""Mutants of `streams/arguments`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_keyword_of_a_generator_is_taken_for_the_scope",
        symptom="a generator that has a parameter `scope` is not given it",
        module="context",
        right='        scope = required("A stream").tasks\n',
        wrong='        scope = kwargs.pop("scope", None) or required("A stream").tasks\n',
        clauses=("streams/arguments",),
        message=r"stream s1 was made with \(.*scope=.*\), .*generator was called with \(",
    ),
    Mutant(
        name="keywords_of_generators_are_dropped",
        symptom="a generator runs with default values instead of what it was given",
        module="context",
        right="Stream((source(*args, **kwargs),), scope, ends=1)",
        wrong="Stream((source(*args),), scope, ends=1)",
        clauses=("streams/arguments",),
        message=r"was made with \(.*=.*\), .*generator was called with",
    ),
)
