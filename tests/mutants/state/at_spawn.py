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
)
