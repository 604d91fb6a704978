"""Mutants of `state/in-tasks`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="state_is_gone_in_clean_ups",
        symptom="a transaction cannot be rolled back: its connection is missing",
        module="context",
        right='        return find_state(required("State").state, state_type, default)\n',
        wrong=(
            '        here = required("State")\n'
            "        gone = here.tasks._closing and this_task() in here.tasks._tasks.running\n"
            "        return find_state({} if gone else here.state, state_type, default)\n"
        ),
        clauses=("state/in-tasks",),
        message=r"state of type \w .*(raised|fallback)",
    ),
    Mutant(
        name="tasks_lose_the_state_where_variables_are_set",
        symptom="a request with an id runs its jobs with the default configuration",
        module="surroundings",
        right="        context.run(current.set, replace(surroundings, variables={}))\n",
        wrong=(
            "        state = {} if surroundings.variables else surroundings.state\n"
            "        context.run(current.set, replace(surroundings, variables={}, state=state))\n"
        ),
        clauses=("state/in-tasks",),
        message=r"t\d .*state of type [AD] .*nearest",
    ),
    Mutant(
        name="tasks_see_only_their_scope",
        symptom="a task does not find the state of outer scopes",
        module="context",
        right="tasks.spawn(function, args, kwargs, own_context())",
        wrong=(
            "tasks.spawn(function, args, kwargs, self._context())\n"
            "\n"
            "    def _context(self):\n"
            "        from dataclasses import replace\n"
            "        from .surroundings import current\n"
            "        context = own_context()\n"
            "        context.run(current.set, replace(current.get(), state={}))\n"
            "        return context"
        ),
        clauses=("state/in-tasks",),
        message=r"t\d .*state of type \w .*(raised|fallback|made by default).*nearest",
    ),
)
