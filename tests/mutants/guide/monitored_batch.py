"""Mutants of `guide/monitored-batch`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="failures_of_calls_come_in_groups",
        symptom="the monitoring finds a group where it looks for an exception",
        module="calls",
        right="raise failure",
        wrong='raise BaseExceptionGroup("failed", [failure])',
        clauses=("guide/monitored-batch",),
        message=(
            r"of a good and of a failing batch there was recorded: .*failed: failed \(1"
            r" sub-exception|the batch raised ExceptionGroup"
        ),
    ),
)
