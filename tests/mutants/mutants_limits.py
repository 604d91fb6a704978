"""Mutants that break what the helpers do with limits that are none."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        "limits_are_asserted",
        "with `python -O`, a limit of 0 is not refused",
        "calls",
        "        if limit < 1:\n",
        "        assert limit >= 1\n        if False:\n",
        "process/invalid-limit",
        r"refused by an assertion only: under `python -O` it was accepted",
        ("execute/invalid-limit",),
    ),
    Mutant(
        "limits_are_looked_at_late",
        "a wrong limit is noticed after the first message is gone",
        "calls",
        "        if limit < 1:\n",
        "        if limit < -100:\n",
        "execute/invalid-limit",
        r"a limit of -?\d was accepted|only after the source had been touched|never ends",
        ("process/invalid-limit",),
    ),
    Mutant(
        "limits_raise_another_error",
        "`except ValueError` around a helper does not catch a wrong limit",
        "calls",
        "        if limit < 1:\n",
        "        if limit < 1:\n            raise RuntimeError(limit)\n        if limit < 1:\n",
        "process/invalid-limit-value-error",
        r"helper h1 was called with a limit below 1, and raised the exception RuntimeError",
        ("execute/invalid-limit-value-error",),
    ),
    Mutant(
        "negative_limits_raise_another_error",
        "`except ValueError` around a helper does not catch a computed limit that is negative",
        "calls",
        "        if limit < 1:\n",
        "        if limit < 0:\n            raise TypeError(limit)\n        if limit < 1:\n",
        "process/invalid-limit-value-error",
        r"helper h1 was called with a limit below 1, and raised the exception TypeError",
        ("execute/invalid-limit-value-error",),
    ),
)
