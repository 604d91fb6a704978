"""Mutants of `state/default`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="what_was_made_once_stays",
        symptom="`default=` is ignored if the same type was looked up without it before",
        module="state",
        right="    found = available.get(wanted)\n",
        wrong=(
            '    made = find_state.__dict__.setdefault("made", {})\n'
            "    found = available.get(wanted, made.get(id(available), {}).get(wanted))\n"
            "    if found is None and default is None:\n"
            "        try:\n"
            "            made.setdefault(id(available), {})[wanted] = wanted()\n"
            "        except Exception:\n"
            "            pass\n"
        ),
        clauses=("state/default",),
        message=r"with the default (first|second).*made by default",
    ),
    Mutant(
        name="a_false_default_is_none",
        symptom="a default that is empty is not returned",
        module="state",
        right="    if default is not None:\n",
        wrong="    if default:\n",
        clauses=("state/default",),
        message=r"type F, .* with the default (first|second).*raised",
    ),
    Mutant(
        name="a_default_of_a_derived_type_is_none",
        symptom="a default of a derived type is not returned",
        module="state",
        right="    if default is not None:\n",
        wrong="    if type(default) is wanted:\n",
        clauses=("state/default",),
        message=r"type A, .* with the default (first|second) of type G, derived from it.*raised",
    ),
)
