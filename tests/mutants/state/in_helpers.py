"""Mutants of `state/in-helpers`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="handlers_run_without_state",
        symptom="a handler does not find its client",
        module="calls",
        right="        self._context = own_context()\n",
        wrong=(
            "        self._context = own_context()\n"
            "        from .surroundings import current, replace\n"
            "        if here := self._context.get(current):\n"
            "            self._context.run(current.set, replace(here, state={}))\n"
        ),
        clauses=("state/in-helpers",),
        message=(
            r"(helper\[\d\]|t\d) .*state of type \w .*(raised|fallback|made by default).*nearest"
        ),
    ),
)
