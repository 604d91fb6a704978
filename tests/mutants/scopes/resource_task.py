"""Mutants of `scopes/resource-task`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="resources_are_entered_in_tasks_of_their_own",
        symptom="a time-out as a resource does not work",
        module="resources",
        right="        given = await resource.__aenter__()\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        given = await asyncio.ensure_future(resource.__aenter__())\n"
        ),
        clauses=("scopes/resource-task",),
        message=r"resource\d of scope1 was entered in another task",
    ),
    Mutant(
        name="resources_are_exited_in_tasks_of_their_own",
        symptom="a task group as a resource fails when its scope is left",
        module="resources",
        right="            await resource.__aexit__(*told)\n",
        wrong=(
            "            import asyncio\n"
            "\n"
            "            await asyncio.ensure_future(resource.__aexit__(*told))\n"
        ),
        clauses=("scopes/resource-task",),
        message=r"resource\d of scope1 was exited in another task",
    ),
)
