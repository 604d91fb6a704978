"""Mutants of `variables/not-inherited`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="tasks_of_handlers_inherit_variables",
        symptom="a job sees the user of the request that started it",
        module="surroundings",
        right="        context.run(current.set, replace(surroundings, variables={}))\n",
        wrong=(
            "        import asyncio\n"
            "        me = asyncio.current_task()\n"
            "        name = getattr(me.get_coro(), '__qualname__', '') if me is not None else ''\n"
            "        if name == 'Calls._call':\n"
            "            return context\n"
            "        context.run(current.set, replace(surroundings, variables={}))\n"
        ),
        clauses=("variables/not-inherited",),
        message=r"saw variable \w = value\d.*h\d\[0\].*spawned",
    ),
    Mutant(
        name="variables_are_inherited",
        symptom="a request's id turns up in a background task of another request",
        module="surroundings",
        right="replace(surroundings, variables={})",
        wrong="surroundings",
        clauses=("variables/not-inherited",),
        message=r"t\d+ saw variable \w = value\d+.*spawned",
    ),
)
