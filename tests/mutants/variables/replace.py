"""Mutants of `variables/replace`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="variables_are_set_once",
        symptom="a variable keeps its first value for ever",
        module="variables",
        right="    variables = {**surroundings.variables, type(value): value}\n",
        wrong="    variables = {type(value): value, **surroundings.variables}\n",
        clauses=("variables/replace",),
        message=r"saw variable \w = value\d; .*set.*: value\d, value\d",
    ),
    Mutant(
        name="false_values_replace_nothing",
        symptom="a basket cannot be emptied",
        module="variables",
        right="    variables = {**surroundings.variables, type(value): value}\n",
        wrong=(
            "    variables = {type(value): value, **surroundings.variables}\n"
            "    if value:\n"
            "        variables[type(value)] = value\n"
        ),
        clauses=("variables/replace",),
        message=r"saw variable F = value\d; .*set.*: value\d, value\d",
    ),
    Mutant(
        name="equal_values_replace_nothing",
        symptom="a new connection does not replace the old one if it is made with the same address",
        module="variables",
        right="    variables = {**surroundings.variables, type(value): value}\n",
        wrong=(
            "    if surroundings.variables.get(type(value)) == value:\n"
            "        return\n"
            "    variables = {**surroundings.variables, type(value): value}\n"
        ),
        clauses=("variables/replace",),
        message=r"saw variable E = value\d; .*set.*: value\d, value\d",
    ),
)
