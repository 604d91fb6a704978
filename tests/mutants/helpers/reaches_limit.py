"""Mutants of `process/reaches-limit` and `execute/reaches-limit`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="limits_end_at_32",
        symptom="a limit of 40 does not make it faster than one of 32",
        module="calls",
        right="        self._limit = limit\n",
        wrong="        self._limit = min(limit, 32)\n",
        clauses=("process/reaches-limit", "execute/reaches-limit"),
        message=r"limit of 40, never more than 32",
    ),
    Mutant(
        name="a_helper_in_a_handler_calls_one_by_one",
        symptom="a helper that is called in a handler takes much longer than elsewhere",
        module="calls",
        right="        self._context = own_context()\n",
        wrong=(
            "        self._context = own_context()\n"
            "        from contextvars import ContextVar\n"
            "        inside = Calls.__dict__.get('inside') or ContextVar('inside')\n"
            "        Calls.inside = inside\n"
            "        if self._context.get(inside):\n"
            "            self._limit = 1\n"
            "        self._context.run(inside.set, True)\n"
        ),
        clauses=("process/reaches-limit", "execute/reaches-limit"),
        message=r"never more than 1",
    ),
    Mutant(
        name="helpers_of_a_scope_share_their_places",
        symptom="two batches at once take as long as one after the other",
        module="calls",
        right=(
            "        while self._unfinished >= self._limit:\n"
            "            await self._tasks.one_ended()\n"
        ),
        wrong=(
            "        from .surroundings import current\n"
            "        here = current.get()\n"
            "        calls = {} if here is None else here.tasks.__dict__.setdefault('calls', {})\n"
            "        calls[self] = True\n"
            "        while self._unfinished and self._limit <= sum(\n"
            "            max(0, each._unfinished) for each in calls\n"
            "        ):\n"
            "            await self._tasks.one_ended()\n"
        ),
        clauses=("process/reaches-limit", "execute/reaches-limit"),
        message=r"never more than \d+",
    ),
    NaiveHelpers(
        name="OneTooFew",
        symptom="two workers that need each other wait for ever",
        clauses=("process/reaches-limit", "execute/reaches-limit"),
        message=r"limit of \d+, never more than \d+",
    ),
    Mutant(
        name="no_more_calls_run_than_a_source_is_long",
        symptom="a list that is filled as it is read is handled one by one",
        module="calls",
        right="        if not isinstance(source, AsyncIterable):\n",
        wrong=(
            "        if hasattr(source, '__len__'):\n"
            "            self._limit = min(self._limit, max(len(source), 1))\n"
            "        if not isinstance(source, AsyncIterable):\n"
        ),
        clauses=("process/reaches-limit", "execute/reaches-limit"),
        message=r"limit of \d+, never more than 1",
    ),
    Mutant(
        name="a_helper_in_a_handler_in_a_handler_calls_one_by_one",
        symptom="the leaves of a tree are handled one by one, the branches at the same time",
        module="calls",
        right="        self._context = own_context()\n",
        wrong=(
            "        self._context = own_context()\n"
            "        from contextvars import ContextVar\n"
            "        depth = Calls.__dict__.get('depth') or ContextVar('depth', default=0)\n"
            "        Calls.depth = depth\n"
            "        if depth.get() >= 2:\n"
            "            self._limit = 1\n"
            "        self._context.run(depth.set, depth.get() + 1)\n"
        ),
        clauses=("process/reaches-limit", "execute/reaches-limit"),
        message=r"never more than 1",
    ),
)
