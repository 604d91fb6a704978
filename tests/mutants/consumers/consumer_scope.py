"""Mutants of `streams/consumer-scope` and `merge/consumer-scope`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="requests_are_made_in_the_streams_scope",
        symptom="after an `anext` that timed out, tasks are spawned in another scope",
        module="streams",
        right="        item, end = await self._next()\n",
        wrong=(
            "        from .surroundings import current\n"
            "        token = current.set(self._context.get(current))\n"
            "        item, end = await self._next()\n"
            "        current.reset(token)\n"
        ),
        clauses=("streams/consumer-scope", "merge/consumer-scope"),
        message=r"item of stream s1, .* timed out, the state of type A",
    ),
    Mutant(
        name="the_scope_of_a_stream_stays_current",
        symptom="tasks that are spawned in a loop over a stream end later than the loop's scope",
        module="streams",
        right="        if end is None:\n            return item\n",
        wrong=(
            "        from .surroundings import current\n"
            "        current.set(self._context.get(current))\n"
            "        if end is None:\n"
            "            return item\n"
        ),
        clauses=("streams/consumer-scope", "merge/consumer-scope"),
        message=r"as it consumed stream s1, main saw state A = (of scope1, but|raised)",
    ),
)
