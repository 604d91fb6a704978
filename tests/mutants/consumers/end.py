"""Mutants of `streams/end` and `merge/end`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="the_end_is_told_once_after_a_timeout",
        symptom="code that polls with a time-out waits for ever once the stream has ended",
        module="streams",
        right=(
            "            if self._tasks.stopped:\n"
            "                return None, StopAsyncIteration()\n"
            "            self._given.clear()\n"
            "            self._wanted.set()\n"
            "            while self._unread:\n"
            "                self._tasks.start(self._read(self._unread.pop(0)), self._context)\n"
            "            await self._given.wait()\n"
        ),
        wrong=(
            "            if self._tasks.stopped:\n"
            "                if getattr(self, 'cut_off', False) and getattr(self, 'told', "
            "False):\n"
            "                    await asyncio.Event().wait()\n"
            "                self.told = True\n"
            "                return None, StopAsyncIteration()\n"
            "            self._given.clear()\n"
            "            self._wanted.set()\n"
            "            while self._unread:\n"
            "                self._tasks.start(self._read(self._unread.pop(0)), self._context)\n"
            "            try:\n"
            "                await self._given.wait()\n"
            "            except asyncio.CancelledError:\n"
            "                self.cut_off = True\n"
            "                raise\n"
        ),
        clauses=("streams/end", "merge/end"),
        message=r"never ends: .* waits for an item of s1",
    ),
    Mutant(
        name="the_second_request_after_the_end_hangs",
        symptom="a loop over what was read before never ends",
        module="streams",
        right=(
            "            if self._tasks.stopped:\n"
            "                return None, StopAsyncIteration()\n"
        ),
        wrong="",
        clauses=("streams/end", "merge/end"),
        message=r"never ends",
    ),
    Mutant(
        name="a_request_after_a_failure_hangs",
        symptom="a loop that is tried again after an error never ends",
        module="streams",
        right="        raise end\n",
        wrong=(
            "        if not isinstance(end, StopAsyncIteration):\n"
            "            self._next = asyncio.Event().wait\n"
            "        raise end\n"
        ),
        clauses=("streams/end", "merge/end"),
        message=r"never ends: .*waits for an item of s1",
    ),
    Mutant(
        name="a_failure_is_raised_again",
        symptom="a loop that is tried again after an error reports the same error for ever",
        module="streams",
        right="        raise end\n",
        wrong=(
            "        if not isinstance(end, StopAsyncIteration):\n"
            "            async def again():\n"
            "                return None, end\n"
            "            self._next = again\n"
            "        raise end\n"
        ),
        clauses=("streams/end", "merge/end"),
        message=r"had ended with a failure; .* raised StopAsyncIteration 0 times",
    ),
    Mutant(
        name="asking_a_closed_stream_hangs",
        symptom="a task that reads a feed which another one has closed is never heard of again",
        module="streams",
        right=(
            '        """Close the sources; their clean-up has run when this returns '
            '(`streams/aclose`)."""\n'
        ),
        wrong="        self._next = asyncio.Event().wait\n",
        clauses=("streams/end", "merge/end"),
        message=r"never ends: .*waits for an item of s1",
    ),
    Mutant(
        name="what_nobody_reads_cannot_be_closed",
        symptom="a stream that is closed before its first item gives items all the same",
        module="streams",
        right='(`streams/aclose`)."""\n',
        wrong='(`streams/aclose`)."""\n        if self._unread:\n            return\n',
        clauses=("streams/end", "merge/end"),
        message=r"s1 had ended, as it was closed; .* raised StopAsyncIteration \d times",
    ),
)
