"""Mutants of `state/provided`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="variables_are_state_too",
        symptom="a variable of a request replaces the configuration of that type",
        module="variables",
        right="    current.set(replace(surroundings, variables=variables))\n",
        wrong=(
            "    state = {**surroundings.state, type(value): value}\n"
            "    current.set(replace(surroundings, variables=variables, state=state))\n"
        ),
        clauses=("state/provided",),
        message=r"state of type A .*value\d.*nearest",
    ),
    Mutant(
        name="state_is_copied",
        symptom="a client given to a scope is another object in it, with connections of its own",
        module="state",
        right="        merged[type(value)] = value\n",
        wrong="        merged[type(value)] = type(value)(**vars(value))\n",
        clauses=("state/provided",),
        message=r"main .*state of type \w .*of scope\d, but another object.*nearest",
    ),
    Mutant(
        name="false_state_is_none",
        symptom="state that is empty, such as a list of rules, is not found",
        module="state",
        right="    if isinstance(found, wanted):\n",
        wrong="    if found:\n",
        clauses=("state/provided",),
        message=r"main .*state of type \w .*(fallback|raised).*nearest",
    ),
    Mutant(
        name="the_default_wins",
        symptom="`default=` replaces the configuration that a scope was given",
        module="state",
        right="    if isinstance(found, wanted):\n",
        wrong="    if isinstance(found, wanted) and default is None:\n",
        clauses=("state/provided",),
        message=r"main .*state of type \w .*fallback.*nearest",
    ),
    Mutant(
        name="state_is_kept_by_name",
        symptom="two libraries that both call their settings `Settings` get each other's",
        module="state",
        right="    found = available.get(wanted)\n    if isinstance(found, wanted):\n",
        wrong=(
            "    by_name = {each.__qualname__: state for each, state in available.items()}\n"
            "    found = by_name.get(wanted.__qualname__)\n"
            "    if found is not None:\n"
        ),
        clauses=("state/provided",),
        message=r"main .*state of type \w .*of scope\d.*nearest",
    ),
    Mutant(
        name="state_is_kept_by_its_hash",
        symptom="a scope cannot be given settings that hold a list",
        module="state",
        right="    for value in given:\n",
        wrong="    for value in dict.fromkeys(given):\n",
        clauses=("state/provided",),
        message=r"unhashable",
    ),
)
