"""Mutants of `variables/handlers`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="variables_of_a_scope_move_up_in_place",
        symptom="a handler that opens a scope sees the variables of another one's scope",
        module="scope",
        right="            current.set(self._outer)\n",
        wrong=(
            "            if self._outer is not None:\n"
            "                self._outer.variables.update(current.get().variables)\n"
            "            current.set(self._outer)\n"
        ),
        clauses=("variables/handlers",),
        message=r"h?e?l?per\[\d\] saw variable A = value\d+.*set itself: nothing",
    ),
    Mutant(
        name="variables_are_changed_in_place",
        symptom="a handler sees the variables that another one has set",
        module="variables",
        right="    variables = {**surroundings.variables, type(value): value}\n",
        wrong=(
            "    surroundings.variables[type(value)] = value\n"
            "    variables = surroundings.variables\n"
        ),
        clauses=("variables/handlers",),
        message=r"helper\[\d\] saw variable \w = value\d.* set by",
    ),
    Mutant(
        name="handlers_have_the_callers_variables",
        symptom="a handler takes the id of its caller's request for its own",
        module="surroundings",
        right="replace(surroundings, variables={})",
        wrong="surroundings",
        clauses=("variables/handlers",),
        message=r"helper\[\d\] saw variable \w = value\d.* set by",
    ),
    Mutant(
        name="calls_share_variables_after_a_cancelled_helper",
        symptom="after a time-out, the next batch takes one user's token for another's",
        module="calls",
        right="        requests_before = this_task().cancelling()\n",
        wrong=(
            "        requests_before = this_task().cancelling()\n"
            "        host, wait = this_task(), self._tasks.wait\n"
            "        async def noting():\n"
            "            cancelled = await wait()\n"
            "            host.was_cancelled = cancelled is not None\n"
            "            return cancelled\n"
            "        self._tasks.wait = noting\n"
            "        if getattr(host, 'was_cancelled', False):\n"
            "            self._tasks.start = lambda work, context, ended: self._tasks._add(\n"
            "                host.get_loop().create_task(work, context=context), ended)\n"
        ),
        clauses=("variables/handlers",),
        message=r"helper\d\[\d\] (saw|looked up)",
    ),
)
