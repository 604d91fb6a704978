"""Mutants that break clauses of chapter streams."""

from mutant import Mutant

__all__ = ("MUTANTS",)

READ = "                self._give(await anext(iterator), None)\n"
KEPT = "            scope.keep_stream(self._tasks, self._stop)\n"
CLOSED = "        self._stop()\n        cancelled = await self._tasks.wait()\n        try:\n"
GIVEN = "            await self._given.wait()\n"
STARTED = "self._tasks.start(self._read(self._unread.pop(0)), self._context)"
STOPPED = "        self._tasks.stop()\n"
TAKEN = "        return self._held.popleft()\n"
NEXT = "        item, end = await self._next()\n"

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
        "keywords_of_generators_are_dropped",
        "a generator runs with default values instead of what it was given",
        "context",
        "Stream((source(*args, **kwargs),), scope, ends=1)",
        "Stream((source(*args),), scope, ends=1)",
        "streams/arguments",
        r"was made with \(.*=.*\), but its generator was called with",
    ),
    Mutant(
        "the_second_request_after_the_end_hangs",
        "a loop over what was read before never ends",
        "streams",
        "            if self._tasks.stopped:\n                return None, StopAsyncIteration()\n",
        "",
        "streams/end",
        r"never ends: nothing could run",
    ),
    Mutant(
        "generators_run_in_the_context_of_the_consumer",
        "a generator writes its records to the wrong scope's log",
        "streams",
        STARTED,
        "self._tasks.start(self._read(self._unread.pop(0)), own_context())",
        "streams/own-context",
        r"source of s1 saw state A|log record of source of s1|source of s1 of stream s1 saw",
    ),
    Mutant(
        "generators_share_their_variables",
        "a request's id turns up in what streams to another",
        "streams",
        "        self._context = own_context()\n",
        "        import contextvars\n        self._context = contextvars.copy_context()\n",
        "streams/own-context",
        r"source of s1 saw variable A = value\d beside stream s1",
    ),
    Mutant(
        "streams_belong_to_a_task",
        "a worker cannot read what its parent opened",
        "streams",
        '        """Give the next item.\n',
        '        """Give the next item."""\n'
        "        self._owner = getattr(self, '_owner', None) or asyncio.current_task()\n"
        "        if self._owner is not asyncio.current_task():\n"
        "            raise RuntimeError('read by another task')\n"
        '        """\n',
        "streams/any-consumer",
        r"RuntimeError: read by another task",
    ),
    Mutant(
        "failures_of_generators_are_wrapped",
        "`except` of the error that a generator raises catches nothing",
        "streams",
        "            raise end\n",
        "            raise end if isinstance(end, StopAsyncIteration) else RuntimeError()\n",
        "streams/failure",
        r"raised error of source of s1; the consumer raised the exception RuntimeError",
    ),
    Mutant(
        "failures_of_generators_look_like_the_end",
        "a broken connection looks like the end of the data",
        "streams",
        "            raise end\n",
        "            raise StopAsyncIteration\n",
        "streams/failure",
        r"raised error of source of s1; the consumer was not told",
    ),
    Mutant(
        "generators_never_wait",
        "memory fills up when the consumer is slow",
        "streams",
        "                await self._wanted.wait()\n",
        "                await asyncio.sleep(0)\n",
        "streams/bounded",
        r"consumer had taken \d items of stream s1 and was busy, .*was read 1001 times",
    ),
    Mutant(
        "generators_are_ten_items_ahead",
        "what was read ahead is lost when the consumer leaves",
        "streams",
        "                await self._wanted.wait()\n",
        "                if len(self._held) > 9:\n                    await self._wanted.wait()\n"
        "                await asyncio.sleep(0)\n",
        "streams/rendezvous",
        r"gave s1\[\d\] when the consumer had asked for \d items",
    ),
    Mutant(
        "abandoned_generators_stay_open",
        "files stay open when a loop is left by `break`",
        "streams",
        KEPT,
        "            pass\n",
        "streams/early-stop",
        r"was exited \(.*\) before source of s1 had ended and cleaned up",
    ),
    Mutant(
        "aclose_does_not_wait",
        "the file is still open when `aclose()` has returned",
        "streams",
        CLOSED,
        "        self._stop()\n        cancelled = None\n        try:\n",
        "streams/aclose",
        r"`aclose\(\)` of stream s1 done before source of s1 had ended",
    ),
    Mutant(
        "cancelled_consumers_leave_generators_open",
        "each time-out leaves a connection open",
        "streams",
        GIVEN,
        "            try:\n"
        "                await self._given.wait()\n"
        "            except asyncio.CancelledError:\n"
        "                if self._scope is not None:\n"
        "                    self._scope.forget_stream(self._tasks)\n"
        "                raise\n",
        "streams/consumer-cancelled",
        r"was exited \(.*\) before source of s1 had ended and cleaned up",
    ),
    Mutant(
        "cancelled_consumers_end_the_stream",
        "after a time-out in the loop the rest of the data is gone",
        "streams",
        GIVEN,
        "            try:\n"
        "                await self._given.wait()\n"
        "            except asyncio.CancelledError:\n"
        "                self._stop()\n"
        "                raise\n",
        "streams/undelivered-item",
        r"was cancelled, and its consumer went on; of \d items it was given \d",
    ),
    Mutant(
        "unused_streams_are_waited_for",
        "a scope hangs when the loop over a stream is skipped",
        "streams",
        STOPPED,
        "        if self._unread:\n"
        "            self._tasks.start(asyncio.Event().wait(), self._context)\n"
        "        else:\n"
        "            self._tasks.stop()\n",
        "streams/unused",
        r"never ends: nothing could run any more .*exit of scope",
    ),
    Mutant(
        "pending_requests_are_forgotten",
        "a reader hangs for ever when the scope of its stream ends",
        "streams",
        "        self._held.clear()\n        self._given.set()\n",
        "        self._held.clear()\n",
        "streams/after-scope",
        r"never ends: nothing could run",
    ),
    Mutant(
        "generators_that_go_on_stay_open",
        "a query that finishes its last step when it is cancelled keeps its connection",
        "streams",
        "        finally:\n            await close(iterator)\n",
        "            await close(iterator)\n",
        "streams/early-stop",
        r"was exited \(.*\) before source of s1 had ended and cleaned up; it never did",
        ("merge/early-stop",),
    ),
    Mutant(
        "streams_share_what_they_hold",
        "rows of one query turn up in another",
        "streams",
        "        self._held: deque[tuple[Any, BaseException | None]] = deque()\n",
        "        self._held = asyncio.get_running_loop().__dict__.setdefault('held', deque())\n",
        "streams/independent",
        r"stream s\d delivered what no source of it gave|its consumer got \d|its consumer was told",
    ),
)
