"""Mutants of `scopes/equal-names`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_scope_of_the_same_name_has_the_same_state",
        symptom="in a folder within a folder, the settings of the outer one are found",
        module="scope",
        right="state=with_state({} if outer is None else outer.state, self._state),\n",
        wrong=(
            "state=with_state({} if outer is None else outer.state, self._state)\n"
            "            if outer is None or outer.identity.name != self._name\n"
            "            else outer.state,\n"
        ),
        clauses=("scopes/equal-names",),
        message=r"several scopes named 'request', state A was found to be: (A of scope\d|raised)",
    ),
    Mutant(
        name="scopes_of_one_name_share_their_tasks",
        symptom="a request that ends stops the work of another one of its kind",
        module="scope",
        right="            tasks=tasks,\n",
        wrong=(
            "            tasks=tasks\n"
            "            if outer is None or outer.identity.name != self._name\n"
            "            else outer.tasks,\n"
        ),
        clauses=("scopes/equal-names",),
        message=r"scope\d was exited .* before its task t\d had ended|began after scope",
    ),
    Mutant(
        name="state_is_kept_by_the_name_of_the_scope",
        symptom="a second request is answered with the settings of the first one",
        module="scope",
        right="state=with_state({} if outer is None else outer.state, self._state),\n",
        wrong=(
            'state=tasks._host.get_loop().__dict__.setdefault("states", {}).setdefault(\n'
            "                self._name, with_state({} if outer is None else outer.state, "
            "self._state)\n"
            "            ),\n"
        ),
        clauses=("scopes/equal-names",),
        message=r"several scopes named 'request', state A was found to be: (A of scope\d|raised)",
    ),
)
