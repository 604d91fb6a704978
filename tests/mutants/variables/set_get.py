"""Mutants of `variables/set-get`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="false_values_are_unset",
        symptom="an empty basket counts as no basket",
        module="variables",
        right=".variables.get(wanted, default)\n",
        wrong=".variables.get(wanted) or default\n",
        clauses=("variables/set-get",),
        message=r"saw variable F = None; .*set value\d",
    ),
    Mutant(
        name="values_are_copied",
        symptom="reading a variable returns a copy",
        module="variables",
        right='    return cast("V | None", found)\n',
        wrong="    import copy\n\n    return copy.copy(found)\n",
        clauses=("variables/set-get",),
        message=r"saw variable \w = value\d, but another object; .*set value\d",
    ),
    Mutant(
        name="an_inner_scope_clears_the_variables",
        symptom="a request forgets its id as soon as a part of it was done in a scope of its own",
        module="scope",
        right="            current.set(self._outer)\n",
        wrong="            current.set(self._outer and replace(self._outer, variables={}))\n",
        clauses=("variables/set-get",),
        message=r"saw variable \w = None; .*set value\d",
    ),
)
