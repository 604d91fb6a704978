"""Mutants of `state/at-spawn`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="scopes_share_their_state",
        symptom="a background task sees the settings of its spawner's later scopes",
        module="state",
        right="    merged = dict(outer)\n",
        wrong="    merged = outer if isinstance(outer, dict) and outer else dict(outer)\n",
        clauses=("state/at-spawn",),
        message=r"t\d .*state of type \w .*of scope\d.*nearest",
    ),
    Mutant(
        name="state_of_resources_is_put_into_the_mapping",
        symptom="a task that one resource has begun works with the settings of a later one",
        module="scope",
        right=(
            "                surroundings = replace(surroundings, "
            "state=with_state(surroundings.state, given))\n"
        ),
        wrong="                surroundings.state.update({type(each): each for each in given})\n",
        clauses=("state/at-spawn",),
        message=r"found that of another resource",
    ),
)
