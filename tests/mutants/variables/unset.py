"""Mutants of `variables/unset`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="defaults_of_variables_stick",
        symptom="a default for a missing variable is seen by later look-ups",
        module="variables",
        right="    found = required(",
        wrong=(
            '    here = required(f"The variable {wanted.__qualname__}")\n'
            "    found = here.variables.get(wanted, default)\n"
            "    if default is not None:\n"
            "        current.set(replace(here, variables={**here.variables, wanted: found}))\n"
            "    found = required("
        ),
        clauses=("variables/unset",),
        message=r"variables .*as (None, )*default1, default1",
    ),
    Mutant(
        name="unset_variables_are_made",
        symptom="a variable that was never set has a value",
        module="variables",
        right='    return cast("V | None", found)\n',
        wrong=(
            "    try:\n"
            "        return wanted() if found is None else found\n"
            "    except TypeError:\n"
            "        return None\n"
        ),
        clauses=("variables/unset",),
        message=r"saw variable D = made by default.* set",
    ),
    Mutant(
        name="defaults_are_ignored",
        symptom="`default=` is ignored",
        module="variables",
        right=".variables.get(wanted, default)\n",
        wrong=".variables.get(wanted)\n",
        clauses=("variables/unset",),
        message=r"saw variable \w = None.* set; expected default",
    ),
    Mutant(
        name="false_defaults_are_ignored",
        symptom="a default that is false is ignored",
        module="variables",
        right=".variables.get(wanted, default)\n",
        wrong=".variables.get(wanted, default or None)\n",
        clauses=("variables/unset",),
        message=r"saw variable F = None.* set; expected default",
    ),
    Mutant(
        name="defaults_are_for_those_who_set_nothing",
        symptom="`default=` is ignored once another variable has been set",
        module="variables",
        right=".variables.get(wanted, default)\n",
        wrong=".variables\n    found = found.get(wanted) if found else default\n",
        clauses=("variables/unset",),
        message=r"saw variable \w = None.* set; expected default",
    ),
    Mutant(
        name="unset_variables_are_an_error",
        symptom="looking up a variable that was never set raises an error",
        module="variables",
        right='    return cast("V | None", found)\n',
        wrong=(
            "    if found is None:\n"
            "        raise LookupError(wanted)\n"
            '    return cast("V | None", found)\n'
        ),
        clauses=("variables/unset",),
        message=r"LookupError",
    ),
)
