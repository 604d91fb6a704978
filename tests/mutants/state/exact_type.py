"""Mutants of `state/exact-type`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="state_of_derived_types_is_found",
        symptom="the client of one part of a program is used by all others",
        module="state",
        right="    found = available.get(wanted)\n",
        wrong=(
            "    found = next((each for each in available.values() if isinstance(each, "
            "wanted)), None)\n"
        ),
        clauses=("state/exact-type",),
        message=(
            r"no scope was given, and found that of a related type|the nearest scope that "
            r"gives one"
        ),
    ),
    Mutant(
        name="state_of_bases_is_found",
        symptom="a special client that nobody gave is an ordinary one",
        module="state",
        right=("    found = available.get(wanted)\n    if isinstance(found, wanted):\n"),
        wrong=(
            "    found = next((available[each] for each in wanted.__mro__ if each in "
            "available), None)\n"
            "    if found is not None:\n"
        ),
        clauses=("state/exact-type",),
        message=(
            r"no scope was given, and found that of a related type|the nearest scope that "
            r"gives one"
        ),
    ),
    Mutant(
        name="state_is_kept_by_module_and_name",
        symptom="of two types of one name in one module, one is found for the other",
        module="state",
        right="        merged[type(value)] = value\n",
        wrong=(
            "        for known in [each for each in merged if each.__qualname__ == "
            "type(value).__qualname__]:\n"
            "            merged[known] = value\n"
            "        merged[type(value)] = value\n"
        ),
        clauses=("state/exact-type",),
        message=(
            r"no scope was given, and found that of a related type|the nearest scope that "
            r"gives one"
        ),
    ),
    Mutant(
        name="made_state_is_kept_by_name",
        symptom="a plug-in gets the default settings of another one, whose class has the same name",
        module="state",
        right="    return wanted()\n",
        wrong=(
            '    made = vars(find_state).setdefault("made", {})\n'
            "    if wanted.__qualname__ not in made:\n"
            "        made[wanted.__qualname__] = wanted()\n"
            "    return made[wanted.__qualname__]\n"
        ),
        clauses=("state/exact-type",),
        message=r"and found an object of a related type",
    ),
)
