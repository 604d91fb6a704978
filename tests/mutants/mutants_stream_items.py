"""Mutants that break clause streams/order: of the items of a stream, and loops over it."""

from mutant import Mutant
from mutants_streams import NEXT, READ

__all__ = ("MUTANTS",)

TAKEN = "        return self._held.popleft()\n"
LOOPED = "    def __aiter__(self) -> Self:\n        return self\n"

MUTANTS = (
    Mutant(
        "false_items_are_dropped",
        "rows that are empty are missing",
        "streams",
        READ,
        "                given = await anext(iterator)\n"
        "                if not given:\n"
        "                    continue\n"
        "                self._give(given, None)\n",
        "streams/order",
        r"of these, stream s1 delivered|stream s1 ended after \d items; its generator gave \d",
    ),
    Mutant(
        "items_are_delivered_again",
        "the last row is there twice",
        "streams",
        TAKEN,
        "        if len(self._held) == 1 and self._held[0][1] is None:\n"
        "            self._twice = not getattr(self, '_twice', False)\n"
        "            if self._twice:\n"
        "                return self._held[0]\n" + TAKEN,
        "streams/order",
        r"of these, stream s1 delivered s1\[0\], s1\[0\]",
    ),
    Mutant(
        "the_same_item_twice_is_delivered_once",
        "of two blank lines in a row one is missing",
        "streams",
        NEXT,
        NEXT + "        while end is None and item is getattr(self, '_last', self):\n"
        "            item, end = await self._next()\n"
        "        self._last = item\n",
        "streams/order",
        r"stream s1 ended after \d items; its generator gave \d",
    ),
    Mutant(
        "items_that_are_exceptions_are_raised",
        "results that are errors end the loop",
        "streams",
        NEXT,
        NEXT + "        if isinstance(item, Exception):\n            raise item\n",
        "streams/order",
        r"did not fail, and yet a request for an item raised",
    ),
    Mutant(
        "items_that_equal_the_end_are_the_end",
        "an array, whose `==` gives another array, ends the loop or breaks it",
        "streams",
        NEXT,
        NEXT + "        if end is None and item == self._context:\n"
        "            end = StopAsyncIteration()\n",
        "streams/order",
        r"stream s1 ended after \d items; its generator gave \d",
    ),
    Mutant(
        "items_that_are_lists_are_copied",
        "what the consumer adds to a batch is not seen by who made it",
        "streams",
        NEXT,
        NEXT + "        if isinstance(item, list):\n            item = item.copy()\n",
        "streams/order",
        r"delivered what no source of it gave: \['an object of type list'",
    ),
    Mutant(
        "items_that_can_be_awaited_are_awaited",
        "futures that are streamed arrive as their results",
        "streams",
        NEXT,
        NEXT + "        if hasattr(item, '__await__'):\n            item = await item\n",
        "streams/order",
        r"delivered what no source of it gave: \['None'",
    ),
    Mutant(
        "a_second_loop_begins_anew",
        "who leaves a loop after the header reads the header again",
        "context",
        "        return Stream((source(*args, **kwargs),), scope, ends=1)\n",
        "        whole = self\n\n"
        "        class Restarting(Stream):\n"
        "            def __aiter__(self):\n"
        "                again, self._begun = hasattr(self, '_begun'), True\n"
        "                return whole.stream(source, *args, **kwargs) if again else self\n\n"
        "        return Restarting((source(*args, **kwargs),), scope, ends=1)\n",
        "streams/order",
        r"of these, stream s1 delivered s1\[0\],( s1\[1\],)? s1\[0\]",
    ),
    Mutant(
        "a_second_loop_is_empty",
        "who leaves a loop after the header finds nothing after it",
        "streams",
        LOOPED,
        "    def __aiter__(self) -> Self:\n"
        "        if hasattr(self, '_begun'):\n"
        "            self._stop()\n"
        "        self._begun = True\n"
        "        return self\n",
        "streams/order",
        r"stream s1 ended after \d items; its generator gave \d",
    ),
    Mutant(
        "streams_belong_to_the_scope_that_reads_first",
        "a stream whose first row is read in a scope of its own has no second one",
        "streams",
        "            while self._unread:\n",
        "            if self._unread and self._scope is not None:\n"
        "                from .surroundings import current\n"
        "                self._scope.forget_stream(self._tasks)\n"
        "                self._scope = current.get().tasks\n"
        "                self._scope.keep_stream(self._tasks, self._stop)\n"
        "            while self._unread:\n",
        "streams/order",
        r"stream s1 ended after \d items; its generator gave \d",
    ),
)
