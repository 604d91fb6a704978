"""Mutants that break clauses of chapter variables."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        "variables_are_inherited",
        "a request's id turns up in a background task of another request",
        "context",
        "variables=NO_VARIABLES",
        "variables=surroundings.variables",
        "variables/not-inherited",
        r"t\d saw variable \w = value\d, which (main|t\d), by which it was spawned, had set",
    ),
)
