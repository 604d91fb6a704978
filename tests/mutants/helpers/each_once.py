"""Mutants of `process/each-once` and `execute/each-once`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="calls_are_called_after_the_handler",
        symptom="a `functools.partial` cannot be a handler",
        module="calls",
        right="        self._handler = handler\n",
        wrong="        self._handler = handler\n        self._name = handler.__name__\n",
        clauses=("process/each-once", "execute/each-once"),
        message=r"h1 raised .*AttributeError.* after 0 handler calls",
    ),
    Mutant(
        name="handlers_are_coroutine_functions",
        symptom="a lambda that calls a coroutine function cannot be a handler",
        module="calls",
        right="        self._handler = handler\n",
        wrong=(
            "        import inspect\n"
            "\n"
            "        if not inspect.iscoroutinefunction(handler):\n"
            '            raise TypeError("the handler must be a coroutine function")\n'
            "        self._handler = handler\n"
        ),
        clauses=("process/each-once", "execute/each-once"),
        message=r"h1 raised .*TypeError.* after 0 handler calls",
    ),
    Mutant(
        name="streams_left_open_are_handled_too",
        symptom="after a feed was left early, some mails are sent twice",
        module="calls",
        right="        return await self._handler(element)\n",
        wrong=(
            "        from .surroundings import current\n"
            "        if (around := current.get()) and around.tasks._streams:\n"
            "            await self._handler(element)\n"
            "        return await self._handler(element)\n"
        ),
        clauses=("process/each-once", "execute/each-once"),
        message=r"handler was called 2 times for one element",
    ),
    Mutant(
        name="an_exception_as_element_is_raised",
        symptom="a list of errors as elements ends at the first one",
        module="calls",
        right="        self._unfinished += 1\n",
        wrong=(
            "        if isinstance(element, BaseException):\n"
            "            raise element\n"
            "        self._unfinished += 1\n"
        ),
        clauses=("process/each-once", "execute/each-once"),
        message=r"raised .*result of element \d of h1 after \d handler calls",
    ),
    Mutant(
        name="the_first_round_takes_one_too_many",
        symptom="of long lists, one element is never handled",
        module="calls",
        right=(
            "            for element in source:\n"
            "                await self._begin(element)\n"
            "            return\n"
        ),
        wrong=(
            "            iterator = iter(source)\n"
            "            if self._limit > 3:\n"
            "                for element, _ in zip(iterator, range(self._limit)):\n"
            "                    await self._begin(element)\n"
            "            for element in iterator:\n"
            "                await self._begin(element)\n"
            "            return\n"
        ),
        clauses=("process/each-once", "execute/each-once"),
        message=r"h1 returned after \d+ handler calls, .*source.* has \d+ element",
    ),
    Mutant(
        name="every_hundredth_element_is_lost",
        symptom="of long lists, one element in a hundred is never handled",
        module="calls",
        right="        self._unfinished += 1\n",
        wrong=(
            "        self.count = self.__dict__.get('count', 0) + 1\n"
            "        if self.count % 100 == 0:\n"
            "            return\n"
            "        self._unfinished += 1\n"
        ),
        clauses=("process/each-once", "execute/each-once"),
        message=r"h1 returned after \d+ handler calls, .*source.* has \d+ element",
    ),
    Mutant(
        name="a_handler_remembers_its_elements",
        symptom="a user who is notified in the morning gets no mail in the evening",
        module="calls",
        right="        self._unfinished += 1\n",
        wrong=(
            "        known = getattr(self._handler, '__dict__', {}).setdefault('handled', [])\n"
            "        if any(each is element for each in known):\n"
            "            return\n"
            "        known.append(element)\n"
            "        self._unfinished += 1\n"
        ),
        clauses=("process/each-once", "execute/each-once"),
        message=r"of the elements of source of \S+, these were handled",
    ),
    Mutant(
        name="a_failed_helper_spoils_the_next_one",
        symptom="after a failed batch, messages of the next one are skipped",
        module="calls",
        right="        self._unfinished += 1\n",
        wrong=(
            "        kept = this_task().get_loop().__dict__\n"
            "        before, kept['calls'] = kept.get('calls'), self\n"
            "        if before not in (None, self) and before._tasks.stopped:\n"
            "            return\n"
            "        self._unfinished += 1\n"
        ),
        clauses=("process/each-once", "execute/each-once"),
        message=r"called after another one, has \d elements; of these were handled",
    ),
    NaiveHelpers(
        name="KeyedByElement",
        symptom="of two equal elements one is skipped; lists cannot be elements",
        clauses=("process/each-once", "execute/each-once"),
        message=r"missing: h1\[\d\]|unhashable",
    ),
)
