"""Mutants of `process/awaits-calls` and `execute/awaits-calls`."""

from mutant import NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    NaiveHelpers(
        name="AwaitsTheLast",
        symptom="a slow element is still being handled when its batch is done",
        clauses=("process/awaits-calls", "execute/awaits-calls"),
        message=r"h1 returned .* before its handler call h1\[\d\] had ended",
    ),
)
