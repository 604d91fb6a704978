"""Mutants of `streams/own-context`."""

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
        clauses=("streams/own-context",),
        message=r"item of stream s1, .* timed out, the state of type A",
    ),
    Mutant(
        name="generators_run_in_the_context_of_the_consumer",
        symptom="log records of a generator name the scope of its consumer",
        module="streams",
        right="self._tasks.start(self._read(self._unread.pop(0)), self._context)",
        wrong="self._tasks.start(self._read(self._unread.pop(0)), own_context())",
        clauses=("streams/own-context",),
        message=(r"source of s1 saw state A|log record of source of s1|source of s1 saw context x"),
    ),
    Mutant(
        name="generators_share_their_variables",
        symptom="a request's id turns up in what streams to another",
        module="streams",
        right="        self._context = own_context()\n",
        wrong="        import contextvars\n        self._context = contextvars.copy_context()\n",
        clauses=("streams/own-context",),
        message=r"source of s1 saw variable A = value\d, but had set",
    ),
    Mutant(
        name="aclose_runs_the_clean_up_in_the_context_of_the_caller",
        symptom=(
            "log records of a generator that is closed name the scope of the code that closes it"
        ),
        module="context",
        right="        return Stream((source(*args, **kwargs),), scope, ends=1)\n",
        wrong=(
            "        made = source(*args, **kwargs)\n"
            "\n"
            "        class Closed(Stream):\n"
            "            async def aclose(self):\n"
            "                try:\n"
            "                    await made.aclose()\n"
            "                except RuntimeError:\n"
            "                    pass\n"
            "                await super().aclose()\n"
            "\n"
            "        return Closed((made,), scope, ends=1)\n"
        ),
        clauses=("streams/own-context",),
        message=(
            r"source of s1 saw (variable|state) A|source of s1 saw context x|record of"
            r" source of s1|source of s1 had set context"
        ),
    ),
)
