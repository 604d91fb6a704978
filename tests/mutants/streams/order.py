"""Mutants of `streams/order`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="streams_are_called_after_their_function",
        symptom="no stream can be made of a `functools.partial`",
        module="context",
        right='        scope = required("A stream").tasks\n',
        wrong=(
            '        scope = required("A stream").tasks\n        scope.last = source.__name__\n'
        ),
        clauses=("streams/order",),
        message=(
            r"none of its operations raises: AttributeError: '.*' object has no attribute"
            r" '__name__'"
        ),
    ),
    Mutant(
        name="false_items_are_dropped",
        symptom="items that are false are missing",
        module="streams",
        right="                self._give(await anext(iterator), None)\n",
        wrong=(
            "                given = await anext(iterator)\n"
            "                if not given:\n"
            "                    continue\n"
            "                self._give(given, None)\n"
        ),
        clauses=("streams/order",),
        message=r"stream s1 delivered|stream s1 ended after \d items.*generator gave \d",
    ),
    Mutant(
        name="items_are_delivered_again",
        symptom="the last row is there twice",
        module="streams",
        right="        return self._held.popleft()\n",
        wrong=(
            "        if len(self._held) == 1 and self._held[0][1] is None:\n"
            "            self._twice = not getattr(self, '_twice', False)\n"
            "            if self._twice:\n"
            "                return self._held[0]\n"
            "        return self._held.popleft()\n"
        ),
        clauses=("streams/order",),
        message=r"stream s1 delivered s1\[0\], s1\[0\]",
    ),
    Mutant(
        name="the_same_item_twice_is_delivered_once",
        symptom="of two blank lines in a row one is missing",
        module="streams",
        right="        item, end = await self._next()\n",
        wrong=(
            "        item, end = await self._next()\n"
            "        while end is None and item is getattr(self, '_last', self):\n"
            "            item, end = await self._next()\n"
            "        self._last = item\n"
        ),
        clauses=("streams/order",),
        message=r"stream s1 ended after \d items.*generator gave \d",
    ),
    Mutant(
        name="items_that_are_exceptions_are_raised",
        symptom="results that are errors end the loop",
        module="streams",
        right="        item, end = await self._next()\n",
        wrong=(
            "        item, end = await self._next()\n"
            "        if isinstance(item, Exception):\n"
            "            raise item\n"
        ),
        clauses=("streams/order",),
        message=r"did not fail.*item raised",
    ),
    Mutant(
        name="items_that_equal_the_end_are_the_end",
        symptom="an array, whose `==` gives another array, ends the loop or breaks it",
        module="streams",
        right="        item, end = await self._next()\n",
        wrong=(
            "        item, end = await self._next()\n"
            "        if end is None and item == self._context:\n"
            "            end = StopAsyncIteration()\n"
        ),
        clauses=("streams/order",),
        message=r"stream s1 ended after \d items.*generator gave \d",
    ),
    Mutant(
        name="items_that_are_lists_are_copied",
        symptom="a list that is streamed arrives as a copy",
        module="streams",
        right="        item, end = await self._next()\n",
        wrong=(
            "        item, end = await self._next()\n"
            "        if isinstance(item, list):\n"
            "            item = item.copy()\n"
        ),
        clauses=("streams/order",),
        message=r"delivered .*none of its sources gave: \['an object of type list'",
    ),
    Mutant(
        name="items_that_can_be_awaited_are_awaited",
        symptom="futures that are streamed arrive as their results",
        module="streams",
        right="        item, end = await self._next()\n",
        wrong=(
            "        item, end = await self._next()\n"
            "        if hasattr(item, '__await__'):\n"
            "            item = await item\n"
        ),
        clauses=("streams/order",),
        message=r"delivered .*none of its sources gave: \['None'|stream s1 delivered",
    ),
    Mutant(
        name="a_second_loop_begins_anew",
        symptom="a loop that is resumed after the header reads the header again",
        module="context",
        right="        return Stream((source(*args, **kwargs),), scope, ends=1)\n",
        wrong=(
            "        whole = self\n"
            "\n"
            "        class Restarting(Stream):\n"
            "            def __aiter__(self):\n"
            "                again, self._begun = hasattr(self, '_begun'), True\n"
            "                return whole.stream(source, *args, **kwargs) if again else self\n"
            "\n"
            "        return Restarting((source(*args, **kwargs),), scope, ends=1)\n"
        ),
        clauses=("streams/order",),
        message=r"stream s1 delivered s1\[0\],( s1\[1\],)? s1\[0\]",
    ),
    Mutant(
        name="a_second_loop_is_empty",
        symptom="a loop that is resumed after the header finds no rows",
        module="streams",
        right="    def __aiter__(self) -> Self:\n        return self\n",
        wrong=(
            "    def __aiter__(self) -> Self:\n"
            "        if hasattr(self, '_begun'):\n"
            "            self._stop()\n"
            "        self._begun = True\n"
            "        return self\n"
        ),
        clauses=("streams/order",),
        message=r"stream s1 ended after \d items.*generator gave \d",
    ),
    Mutant(
        name="streams_belong_to_the_scope_that_reads_first",
        symptom="a stream whose first row is read in a scope of its own has no second one",
        module="streams",
        right="            while self._unread:\n",
        wrong=(
            "            if self._unread and self._scope is not None:\n"
            "                from .surroundings import current\n"
            "                self._scope.forget_stream(self._tasks)\n"
            "                self._scope = current.get().tasks\n"
            "                self._scope.keep_stream(self._tasks, self._stop)\n"
            "            while self._unread:\n"
        ),
        clauses=("streams/order",),
        message=r"stream s1 ended after \d items.*generator gave \d",
    ),
)
