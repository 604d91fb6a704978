"""Mutants of `process/no-scope` and `execute/no-scope`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="helpers_need_a_scope",
        symptom="a script that uses a helper fails at its first line",
        module="surroundings",
        right="def own_context(",
        wrong=(
            "def own_context() -> Context:\n"
            "    required('A helper')\n"
            "    return _own_context()\n"
            "\n"
            "\n"
            "def _own_context("
        ),
        clauses=("process/no-scope", "execute/no-scope"),
        message=r"RuntimeError|never ends|never ended|but helper h1|never more than 0",
    ),
)
