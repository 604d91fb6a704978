"""Mutants of `cancellation/current`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="cancel_asks_the_host",
        symptom="a task that cancels itself cancels the whole scope instead, and goes on",
        module="context",
        right="        this_task().cancel()\n",
        wrong='        getattr(required("Cancelling").tasks, "_host", this_task()).cancel()\n',
        clauses=("cancellation/current",),
        message=r"called `ctx.cancel\(\)` .*(not cancelled|returned without)",
    ),
    Mutant(
        name="cancel_asks_the_spawned_task",
        symptom="one of several concurrent downloads cancels itself, and all of them are cancelled",
        module="context",
        right="        this_task().cancel()\n",
        wrong=(
            "        from .surroundings import current\n"
            "        next(\n"
            "            (each for each in (current.get() and "
            "current.get().tasks._tasks.running or ())\n"
            "             if each.get_context().get(current) is current.get()),\n"
            "            this_task(),\n"
            "        ).cancel()\n"
        ),
        clauses=("cancellation/current",),
        message=r"called `ctx.cancel\(\)` .*not cancelled",
    ),
    Mutant(
        name="cancel_works_once",
        symptom="a task that has survived one cancellation can never be cancelled again",
        module="context",
        right="        this_task().cancel()\n",
        wrong="        if not this_task().cancelling():\n            this_task().cancel()\n",
        clauses=("cancellation/current",),
        message=r"called `ctx.cancel\(\)` .*(not cancelled|returned without)",
    ),
    Mutant(
        name="cancel_comes_later",
        symptom="a task that cancelled itself at its last step seems to have succeeded",
        module="context",
        right="        this_task().cancel()\n",
        wrong="        this_task().get_loop().call_soon(this_task().cancel)\n",
        clauses=("cancellation/current",),
        message=r"t\d called `ctx.cancel\(\)` .*\w+, which awaited it, .*:",
    ),
)
