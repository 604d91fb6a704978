"""Mutants of `process/handler-isolation` and `execute/handler-isolation`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="handlers_get_the_callers_variables",
        symptom="a handler sees the variables that another one has set",
        module="surroundings",
        right="replace(surroundings, variables={})",
        wrong="surroundings",
        clauses=("execute/handler-isolation", "process/handler-isolation"),
        message=r"h1\[\d\] saw variable A = value\d, which \S+ has set",
    ),
    Mutant(
        name="calls_share_one_context",
        symptom="a mail is sent in the language of the customer before",
        module="calls",
        right=(
            "        call = self._tasks.start(self._call(element), self._context, "
            "self._call_ended)\n"
        ),
        wrong=(
            "        import asyncio\n"
            "\n"
            "        loop = asyncio.get_running_loop()\n"
            "        task = loop.create_task(self._call(element), context=self._context)\n"
            "        call = self._tasks._add(task, self._call_ended)\n"
        ),
        clauses=("process/handler-isolation", "execute/handler-isolation"),
        message=r"h1\[\d\] saw context x = value\d, which h1\[\d\] has set",
    ),
    NaiveHelpers(
        name="LooksBetweenElements",
        symptom="a handler finds the variables of its caller",
        clauses=("process/handler-isolation", "execute/handler-isolation"),
        message=r"h1\[\d\] saw variable A = value\d, which \S+ has set",
    ),
)
