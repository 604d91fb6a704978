"""Mutants of `process/handler-context` and `execute/handler-context`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="handlers_see_no_state_of_nested_scopes",
        symptom="a handler takes the client of the whole service, and not that of its tenant",
        module="calls",
        right="        self._context = own_context()\n",
        wrong=(
            "        self._context = own_context()\n"
            "        from dataclasses import replace\n"
            "\n"
            "        from .surroundings import current\n"
            "\n"
            "        if (around := current.get()) is not None:\n"
            "            self._context.run(current.set, replace(around, state={}))\n"
        ),
        clauses=("process/handler-context", "execute/handler-context"),
        message=r"h1\[\d\] saw state A = .*; expected of scope\d",
    ),
    Mutant(
        name="handlers_log_in_a_scope_of_the_helper",
        symptom="lines that handlers log cannot be found by the request that they belong to",
        module="calls",
        right="        self._context = own_context()\n",
        wrong=(
            "        self._context = own_context()\n"
            "        from dataclasses import replace\n"
            "\n"
            "        from .surroundings import current\n"
            "\n"
            "        if (around := current.get()) is not None:\n"
            "            identity = replace(around.identity, name='helper', scope_id='helper')\n"
            "            self._context.run(current.set, replace(around, identity=identity))\n"
        ),
        clauses=("process/handler-context", "execute/handler-context"),
        message=r"h1\[\d\] saw log = .*; expected",
    ),
)
