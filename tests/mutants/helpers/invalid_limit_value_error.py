"""Mutants of `process/invalid-limit-value-error` and `execute/invalid-limit-value-error`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="limits_raise_another_error",
        symptom="`except ValueError` around a helper does not catch a wrong limit",
        module="calls",
        right="        if limit < 1:\n",
        wrong=(
            "        if limit < 1:\n            raise RuntimeError(limit)\n        if limit < 1:\n"
        ),
        clauses=("process/invalid-limit-value-error", "execute/invalid-limit-value-error"),
        message=r"limit below 1, .*RuntimeError",
    ),
    Mutant(
        name="negative_limits_raise_another_error",
        symptom=(
            "`except ValueError` around a helper does not catch a computed limit that is negative"
        ),
        module="calls",
        right="        if limit < 1:\n",
        wrong=(
            "        if limit < 0:\n            raise TypeError(limit)\n        if limit < 1:\n"
        ),
        clauses=("process/invalid-limit-value-error", "execute/invalid-limit-value-error"),
        message=r"limit below 1, .*TypeError",
    ),
)
