"""Mutants that break clauses of chapter merge."""

from mutant import Mutant
from mutants_streams import CLOSED, GIVEN, KEPT, READ, STARTED, STOPPED

__all__ = ("MUTANTS",)

ENDS = "        self._ends = ends  # that are still to come\n"

MUTANTS = (
    Mutant(
        "without_a_scope_nobody_waits_for_sources",
        "outside any scope, `aclose()` of a merged stream returns before its sources are closed",
        "streams",
        '        """Close the sources; their clean-up has run when this returns'
        ' (`streams/aclose`)."""\n        self._stop()\n',
        "        self._stop()\n        if self._scope is None:\n            return\n",
        "merge/no-scope",
        r"`aclose\(\)` of stream s1 done before source of s1(\.b)? had ended and cleaned up",
    ),
    Mutant(
        "sources_are_read_in_pairs",
        "messages of one queue arrive in the wrong order",
        "streams",
        READ,
        "                first = await anext(iterator)\n"
        "                try:\n"
        "                    self._give(await anext(iterator), None)\n"
        "                finally:\n"
        "                    self._give(first, None)\n",
        "merge/per-source-order",
        r"of these, stream s1 delivered s1(\.b)?\[1\], s1(\.b)?\[0\]",
    ),
    Mutant(
        "ties_lose_an_element",
        "now and then, when both queues have a message, one is lost",
        "streams",
        "            self._held.append((item, end))\n            self._wanted.clear()\n",
        "            if end is None and self._held:\n"
        "                self._held.clear()\n"
        "            self._held.append((item, end))\n            self._wanted.clear()\n",
        "merge/each-once",
        r"of these, stream s1 delivered|and was never delivered",
    ),
    Mutant(
        "an_element_waits_for_the_other_source",
        "events are held up until the next heartbeat",
        "streams",
        "            self._given.set()\n",
        "            if len(self._held) > 1 or end is not None:\n"
        "                self._given.set()\n",
        "merge/prompt",
        r"a source of stream s1 is silent, .* of these, \d were delivered",
    ),
    Mutant(
        "merged_sources_never_wait",
        "memory fills up when the consumer is slow",
        "streams",
        "                await self._wanted.wait()\n",
        "                await asyncio.sleep(0)\n",
        "merge/bounded",
        r"consumer had taken \d items of stream s1 and was busy, .*was read 1001 times",
    ),
    Mutant(
        "the_first_source_is_preferred",
        "a busy queue keeps all other messages from being seen",
        "streams",
        "                await self._wanted.wait()\n",
        "                if asyncio.current_task() is not next(iter(self._tasks.running)):\n"
        "                    await self._wanted.wait()\n"
        "                while self._held:\n"
        "                    await asyncio.sleep(0)\n",
        "merge/fair",
        r"64 deliveries in a row were of s1 alone",
    ),
    Mutant(
        "merged_streams_never_end_early",
        "a merged loop goes on when its main source has ended",
        "streams",
        ENDS,
        "        self._ends = len(sources)\n",
        "merge/ends",
        r"have ended, and it does not end",
    ),
    Mutant(
        "the_end_overtakes_elements",
        "the last messages are missing",
        "streams",
        "            self._held.append((item, end))\n            self._wanted.clear()\n",
        "            (self._held.append if end is None else self._held.appendleft)((item, end))\n"
        "            self._wanted.clear()\n",
        "merge/ends",
        r"in an earlier iteration than any source ended, and was never delivered",
    ),
    Mutant(
        "exhaustive_streams_end_with_the_first_source",
        "half of the data is missing",
        "streams",
        ENDS,
        "        self._ends = 1\n",
        "merge/ends-exhaustive",
        r"has \d elements; the merged stream, which is exhaustive, ended after \d of them",
    ),
    Mutant(
        "a_failure_leaves_the_other_source",
        "a connection stays open after an error on another",
        "streams",
        "            self._stop()\n            cancelled = await self._tasks.wait()\n",
        "            cancelled = None\n",
        "merge/failure",
        r"failed, which was delivered, .* was not closed",
    ),
    Mutant(
        "failures_of_sources_are_wrapped",
        "`except` of the error that a source raises catches nothing",
        "streams",
        "            raise end\n",
        "            raise end if isinstance(end, StopAsyncIteration) else RuntimeError()\n",
        "merge/failure",
        r"raised error of source of s1(\.b)?; the consumer of the merged stream raised the exc",
    ),
    Mutant(
        "cancelled_sources_are_never_noticed",
        "a loop hangs for ever when a source gives up",
        "streams",
        "        except BaseException as error:",
        "        except Exception as error:",
        "merge/source-cancelled",
        r"never ends: nothing could run",
    ),
    Mutant(
        "abandoned_sources_stay_open",
        "files stay open when a loop is left by `break`",
        "streams",
        KEPT,
        "            pass\n",
        "merge/early-stop",
        r"was exited \(.*\) before source of s1(\.b)? had ended and cleaned up",
    ),
    Mutant(
        "aclose_of_a_merge_does_not_wait",
        "the files are still open when `aclose()` has returned",
        "streams",
        CLOSED,
        "        self._stop()\n        cancelled = None\n        try:\n",
        "merge/aclose",
        r"`aclose\(\)` of stream s1 done before source of s1(\.b)? had ended",
    ),
    Mutant(
        "cancelled_consumers_leave_sources_open",
        "each time-out leaves connections open",
        "streams",
        GIVEN,
        "            try:\n"
        "                await self._given.wait()\n"
        "            except asyncio.CancelledError:\n"
        "                if self._scope is not None:\n"
        "                    self._scope.forget_stream(self._tasks)\n"
        "                raise\n",
        "merge/consumer-cancelled",
        r"was exited \(.*\) before source of s1(\.b)? had ended and cleaned up",
    ),
    Mutant(
        "cancelled_consumers_end_the_merge",
        "after a time-out in the loop the rest of the data is gone",
        "streams",
        GIVEN,
        "            try:\n"
        "                await self._given.wait()\n"
        "            except asyncio.CancelledError:\n"
        "                self._stop()\n"
        "                raise\n",
        "merge/undelivered-item",
        r"was cancelled, and its consumer went on; of \d items it was given \d",
    ),
    Mutant(
        "unused_merges_are_waited_for",
        "a scope hangs when the loop over a merge is skipped",
        "streams",
        STOPPED,
        "        if self._unread:\n"
        "            self._tasks.start(asyncio.Event().wait(), self._context)\n"
        "        else:\n"
        "            self._tasks.stop()\n",
        "merge/unused",
        r"never ends: nothing could run any more .*exit of scope",
    ),
    Mutant(
        "sources_run_in_the_context_of_the_consumer",
        "a source writes its records to the wrong scope's log",
        "streams",
        STARTED,
        "self._tasks.start(self._read(self._unread.pop(0)), own_context())",
        "merge/own-context",
        r"source of s1 saw state A|log record of source of s1|source of s1 of stream s1 saw",
    ),
    Mutant(
        "merges_need_a_scope",
        "a script that merges two streams fails at its first line",
        "helpers/concurrent",
        "    scope = None if surroundings is None else surroundings.tasks\n",
        "    scope = surroundings.tasks\n",
        "merge/no-scope",
        r"AttributeError|were delivered|was not told|does not end|none of its operations raises",
    ),
    Mutant(
        "a_failure_after_an_end_is_an_end",
        "with `exhaustive=True` the error of the longer source looks like its end",
        "streams",
        "            if not self._ends:\n"
        "                self._give(None, end)\n"
        "        except BaseException as error:"
        "  # noqa: BLE001 - held for the consumer, whatever it is\n",
        "            self._ended = True\n"
        "            if not self._ends:\n"
        "                self._give(None, end)\n"
        "        except BaseException as error:\n"
        "            if hasattr(self, '_ended'):\n"
        "                error = StopAsyncIteration()\n",
        "merge/failure",
        r"raised error of source of s1(\.b)?; the consumer of the merged stream was not told",
    ),
    Mutant(
        "a_failure_drops_elements",
        "the last messages before an error are missing",
        "streams",
        "            self._give(None, error)\n",
        "            self._held.clear()\n            self._give(None, error)\n",
        "merge/each-once",
        r"given in an earlier iteration than source of s1(\.b)? failed, and was not delivered",
    ),
    Mutant(
        "the_last_source_never_waits",
        "memory fills up once one of two sources has ended",
        "streams",
        "                await self._wanted.wait()\n",
        "                if len(self._tasks.running) > 1:\n"
        "                    await self._wanted.wait()\n"
        "                else:\n"
        "                    await asyncio.sleep(0)\n",
        "merge/bounded",
        r"consumer had taken \d items of stream s1 and was busy, .*was read 1001 times",
    ),
    Mutant(
        "the_first_source_comes_in_bursts_later",
        "after a while, a busy queue keeps all other messages from being seen",
        "streams",
        "                await self._wanted.wait()\n",
        "                if asyncio.current_task() is next(iter(self._tasks.running)):\n"
        "                    self._taken = getattr(self, '_taken', 0) + 1\n"
        "                    if self._taken > 100 and self._taken % 100:\n"
        "                        continue\n"
        "                await self._wanted.wait()\n",
        "merge/fair",
        r"64 deliveries in a row were of s1 alone",
    ),
)
