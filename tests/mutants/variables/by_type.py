"""Mutants of `variables/by-type`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="there_is_one_variable",
        symptom="a library that sets its variable removes another's",
        module="variables",
        right="    variables = {**surroundings.variables, type(value): value}\n",
        wrong="    variables = {type(value): value}\n",
        clauses=("variables/by-type",),
        message=r"saw variable \w = None.*value\d, of others",
    ),
    Mutant(
        name="there_are_two_variables",
        symptom="a third library that sets its variable removes that of the first",
        module="variables",
        right="    variables = {**surroundings.variables, type(value): value}\n",
        wrong=(
            "    variables = {**surroundings.variables, type(value): value}\n"
            "    variables = dict(list(variables.items())[-2:])\n"
        ),
        clauses=("variables/by-type",),
        message=r"saw variable \w = None.*value\d, of others",
    ),
    Mutant(
        name="there_are_sixteen_variables",
        symptom="the seventeenth library that sets its variable removes that of the first",
        module="variables",
        right="    variables = {**surroundings.variables, type(value): value}\n",
        wrong=(
            "    variables = {**surroundings.variables, type(value): value}\n"
            "    variables = dict(list(variables.items())[-16:])\n"
        ),
        clauses=("variables/by-type",),
        message=r"saw variable T\d = None.*value\d, and then others",
    ),
    Mutant(
        name="variables_are_kept_by_module",
        symptom="two variables of the same module replace each other",
        module="variables",
        right="    variables = {**surroundings.variables, type(value): value}\n",
        wrong=(
            "    same = [each for each in surroundings.variables if each.__module__ == "
            "type(value).__module__]\n"
            "    variables = {**dict.fromkeys(same, value), type(value): value}\n"
        ),
        clauses=("variables/by-type",),
        message=r"saw variable \w = value\d.*value\d, of others",
    ),
    Mutant(
        name="variables_of_derived_types_are_found",
        symptom="what an administrator is allowed counts for every user",
        module="variables",
        right=".variables.get(wanted, default)\n",
        wrong=(
            ".variables\n"
            "    found = next((each for kind, each in found.items() if issubclass(kind, "
            "wanted)), default)\n"
        ),
        clauses=("variables/by-type",),
        message=r"of exactly that type it had set",
    ),
)
