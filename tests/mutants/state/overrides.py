"""Mutants of `state/overrides`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="outer_state_wins",
        symptom="a nested scope with another client has no effect",
        module="state",
        right="        merged[type(value)] = value\n",
        wrong="        merged.setdefault(type(value), value)\n",
        clauses=("state/overrides",),
        message=r"(main|t\d) .*state of type \w .*of scope\d.*nearest",
    ),
    Mutant(
        name="equal_state_overrides_nothing",
        symptom="a nested scope with a new client of the same address goes on with the old one",
        module="state",
        right="        merged[type(value)] = value\n",
        wrong=(
            "        if merged.get(type(value)) != value:\n"
            "            merged[type(value)] = value\n"
        ),
        clauses=("state/overrides",),
        message=r"(main|t\d) .*state of type \w .*of scope\d.*nearest",
    ),
    Mutant(
        name="inner_state_hides_the_outer",
        symptom="a nested scope that gives one type loses all others",
        module="state",
        right="    merged = dict(outer)\n",
        wrong="    given = tuple(given)\n    merged = {} if given else dict(outer)\n",
        clauses=("state/overrides",),
        message=r"(main|t\d) .*state of type \w .*(raised|fallback|made by default).*nearest",
    ),
    Mutant(
        name="lookups_are_kept_small",
        symptom="with two dozen clients, the one of the outermost scope is not found any more",
        module="state",
        right="    merged = dict(outer)\n",
        wrong="    merged = dict(list(outer.items())[-24:])\n",
        clauses=("state/overrides",),
        message=r"(main|t\d) .*state of type \w+ .*raised.*nearest",
    ),
)
