"""Mutants of `scopes/single-use`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="scopes_can_be_reused",
        symptom="a scope that is kept and entered again mixes two runs",
        module="scope",
        right="        if self._entered:\n",
        wrong="        if False:\n",
        clauses=("scopes/single-use",),
        message=r"scope1 was entered a second time",
    ),
    Mutant(
        name="scopes_can_be_reused_after_their_end",
        symptom="a scope that is kept and entered again later has lost its resources",
        module="scope",
        right="        if self._entered:\n",
        wrong="        if self._entered and not self._tasks._exited:\n",
        clauses=("scopes/single-use",),
        message=r"scope1 was entered a second time",
    ),
    Mutant(
        name="scopes_can_be_reused_by_another_task",
        symptom="a scope that two tasks enter mixes two runs",
        module="scope",
        right="        if self._entered:\n",
        wrong=(
            "        user, self._user = getattr(self, '_user', None), this_task()\n"
            "        if user is this_task():\n"
        ),
        clauses=("scopes/single-use",),
        message=r"scope1 was entered a second time",
    ),
)
