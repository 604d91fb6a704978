"""Mutants of `scopes/resource-yields-state`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_false_state_of_a_resource_is_none",
        symptom="settings that a resource yields are missing if they are false",
        module="resources",
        right="        if given is None:\n",
        wrong="        if not given:\n",
        clauses=("scopes/resource-yields-state",),
        message=r"saw '.*' as the state of type F in scope2, where 'F of resource1' is current",
    ),
    Mutant(
        name="one_state_a_resource",
        symptom="of the clients that a connection yields only the first is found",
        module="resources",
        right="else tuple(given)\n",
        wrong="else tuple(given)[:1]\n",
        clauses=("scopes/resource-yields-state",),
        message=r"saw '.*' as the state of type B in scope2, where 'B of resource1' is current",
    ),
    Mutant(
        name="iterable_state_is_unpacked",
        symptom="a state that is a collection is not found, because its items are taken for states",
        module="resources",
        right="(given,) if isinstance(given, State) else tuple(given)",
        wrong="tuple(given) if isinstance(given, Iterable) else (given,)",
        clauses=("scopes/resource-yields-state",),
        message=r"saw '.*' as the state of type F",
    ),
)
