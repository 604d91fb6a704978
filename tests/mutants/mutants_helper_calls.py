"""Mutants whose helpers are wrong about elements, limits or results, in some cases only."""

from mutant import Mutant

__all__ = ("MUTANTS",)

BEGUN = "        self._unfinished += 1\n"
SYNCHRONOUS = (
    "            for element in source:\n"
    "                await self._begin(element)\n"
    "            return\n"
)
ASYNCHRONOUS = "            while True:\n                await self._begin(await anext(iterator))\n"
FULL = "        while self._unfinished >= self._limit:\n            await self._tasks.one_ended()\n"
LIMITED = "        self._limit = limit\n"
TOLERATED = (
    "            and self._context.run(self._tolerates, failure)\n        ):\n            return\n"
)
MADE = "        self._context = own_context()\n"
RESULTS = (
    "        return [task.result() if (end := ended_by(task)) is None else end for task in tasks]\n"
)
MISSING = r"helper h1 returned after \d+ handler calls, but its source, an? .*, has \d+ elements?"
TOO_MANY = r"with a limit of \d, handler call h1\[\d\] began while so many were unfinished"
NOT_TAKEN = r"(was|were) unfinished; but h1\[\d+\] did not begin"

MUTANTS = (
    Mutant(
        "an_exception_as_element_is_raised",
        "a list of errors that are to be reported ends at the first one",
        "calls",
        BEGUN,
        "        if isinstance(element, BaseException):\n            raise element\n" + BEGUN,
        "process/each-once",
        r"raised the exception object result of element \d of h1 after \d handler calls",
        ("execute/each-once",),
    ),
    Mutant(
        "the_first_round_takes_one_too_many",
        "of long lists, one element is never handled",
        "calls",
        SYNCHRONOUS,
        "            iterator = iter(source)\n"
        "            if self._limit > 3:\n"
        "                for element, _ in zip(iterator, range(self._limit)):\n"
        "                    await self._begin(element)\n"
        "            for element in iterator:\n"
        "                await self._begin(element)\n"
        "            return\n",
        "process/each-once",
        MISSING,
        ("execute/each-once",),
    ),
    Mutant(
        "every_hundredth_element_is_lost",
        "of long lists, one element in a hundred is never handled",
        "calls",
        BEGUN,
        "        self.count = self.__dict__.get('count', 0) + 1\n"
        "        if self.count % 100 == 0:\n"
        "            return\n" + BEGUN,
        "process/each-once",
        MISSING,
        ("execute/each-once",),
    ),
    Mutant(
        "an_ignored_failure_frees_two_places",
        "when some calls fail there are more connections than allowed",
        "calls",
        TOLERATED,
        TOLERATED.replace(
            "return",
            "self._unfinished = max(0, self._unfinished - 1)\n            return",
        ),
        "process/at-most-limit",
        TOO_MANY,
        ("execute/at-most-limit",),
    ),
    Mutant(
        "a_cancelled_call_frees_two_places",
        "when some handlers give up there are more connections than allowed",
        "calls",
        TOLERATED,
        TOLERATED.replace(
            "return",
            "self._unfinished -= isinstance(failure, CancelledError) and self._unfinished > 0\n"
            "            return",
        ),
        "process/at-most-limit",
        TOO_MANY,
        ("execute/at-most-limit",),
    ),
    Mutant(
        "limits_end_at_32",
        "a limit of 40 does not make it faster than one of 32",
        "calls",
        LIMITED,
        "        self._limit = min(limit, 32)\n",
        "process/reaches-limit",
        r"with \d+ elements and a limit of 40, never more than 32 handler calls ran at once",
        ("execute/reaches-limit",),
    ),
    Mutant(
        "a_helper_in_a_handler_calls_one_by_one",
        "a helper that is called in a handler takes much longer than elsewhere",
        "calls",
        MADE,
        MADE + "        from contextvars import ContextVar\n"
        "        inside = Calls.__dict__.get('inside') or ContextVar('inside')\n"
        "        Calls.inside = inside\n"
        "        if self._context.get(inside):\n"
        "            self._limit = 1\n"
        "        self._context.run(inside.set, True)\n",
        "process/reaches-limit",
        r"never more than 1 handler calls ran at once",
        ("execute/reaches-limit",),
    ),
    Mutant(
        "helpers_of_a_scope_share_their_places",
        "two batches at once take as long as one after the other",
        "calls",
        FULL,
        "        from .surroundings import current\n"
        "        here = current.get()\n"
        "        calls = {} if here is None else here.tasks.__dict__.setdefault('calls', {})\n"
        "        calls[self] = True\n"
        "        while self._unfinished and self._limit <= sum(\n"
        "            max(0, each._unfinished) for each in calls\n"
        "        ):\n"
        "            await self._tasks.one_ended()\n",
        "process/reaches-limit",
        r"never more than \d+ handler calls ran at once",
        ("execute/reaches-limit",),
    ),
    Mutant(
        "places_are_taken_when_half_are_free",
        "two slow downloads hold up all others",
        "calls",
        FULL,
        "        if self._unfinished >= self._limit:\n"
        "            while self._unfinished > self._limit // 2:\n"
        "                await self._tasks.one_ended()\n",
        "process/refills",
        NOT_TAKEN,
        ("execute/refills",),
    ),
    Mutant(
        "the_oldest_call_is_waited_for",
        "a slow first download holds up all others",
        "calls",
        FULL,
        "        self.calls = [*self.__dict__.get('calls', []), call]\n"
        "        self.calls = [each for each in self.calls if not each.done()]\n"
        "        if self._unfinished >= self._limit:\n"
        "            oldest = self.calls[0]\n"
        "            while not oldest.done():\n"
        "                await self._tasks.one_ended()\n",
        "process/refills",
        NOT_TAKEN,
        ("execute/refills",),
    ),
    Mutant(
        "all_are_waited_for_after_fifty",
        "now and then, one slow download holds up all others",
        "calls",
        FULL,
        FULL + "        self.count = self.__dict__.get('count', 0) + 1\n"
        "        if self.count % 50 == 0:\n"
        "            while self._unfinished:\n"
        "                await self._tasks.one_ended()\n",
        "process/refills",
        NOT_TAKEN,
        ("execute/refills",),
    ),
    Mutant(
        "a_long_source_is_read_ahead",
        "messages are taken from a queue, and lost when the helper fails, once it goes on for long",
        "calls",
        ASYNCHRONOUS,
        "            ahead, count = [], 0\n"
        "            try:\n"
        "                while True:\n"
        "                    ahead.append(await anext(iterator))\n"
        "                    count += 1\n"
        "                    if count <= 8 or len(ahead) > 4:\n"
        "                        await self._begin(ahead.pop(0))\n"
        "            except StopAsyncIteration:\n"
        "                for each in ahead:\n"
        "                    await self._begin(each)\n",
        "process/lazy",
        r"when h1\[\d+\] was read, \d+ elements had been read, .* that is \d too many",
        ("execute/lazy",),
    ),
    Mutant(
        "no_results_are_none",
        "`for` over the results fails when there was nothing to do",
        "helpers/concurrent",
        RESULTS,
        RESULTS.rstrip() + " or None\n",
        "execute/ordered",
        r"execute_concurrently returned None, not a sequence",
    ),
    Mutant(
        "results_are_ordered_by_text",
        "from the eleventh on, results belong to other elements",
        "helpers/concurrent",
        RESULTS,
        "        found = {str(at): task for at, task in enumerate(tasks)}\n"
        "        tasks = [found[at] for at in sorted(found)]\n" + RESULTS,
        "execute/ordered",
        r"the result in the place of h1\[\d+\] is .*; its handler returned",
    ),
)
