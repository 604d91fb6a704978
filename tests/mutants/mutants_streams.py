"""Mutants that break clauses of chapter streams."""

from mutant import Mutant

__all__ = ("MUTANTS",)

READ = "                self._give(await anext(iterator), None)\n"
KEPT = "            scope.keep_stream(self._tasks, self._stop)\n"
CLOSED = "        self._stop()\n        cancelled = await self._tasks.wait()\n        try:\n"
GIVEN = "            await self._given.wait()\n"
STARTED = "self._tasks.start(self._read(self._unread.pop(0)), self._context)"
STOPPED = "        self._tasks.stop()\n"
NEXT = "        item, end = await self._next()\n"

MUTANTS = (
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
    Mutant(
        "a_request_after_a_failure_hangs",
        "a loop that is tried again after an error never ends",
        "streams",
        "            raise end\n",
        "            if not isinstance(end, StopAsyncIteration):\n"
        "                self._next = asyncio.Event().wait\n"
        "            raise end\n",
        "streams/failure",
        r"never ends: .*waits for an item of s1",
    ),
    Mutant(
        "generators_run_on_after_a_cancelled_request",
        "memory fills up once somebody has given up waiting for a row",
        "streams",
        GIVEN,
        "            try:\n"
        "                await self._given.wait()\n"
        "            except asyncio.CancelledError:\n"
        "                self._wanted.wait = lambda: asyncio.sleep(0)\n"
        "                raise\n",
        "streams/bounded",
        r"consumer had taken \d items of stream s1 and was busy, .*was read 1001 times",
    ),
    Mutant(
        "a_stream_that_waits_holds_up_the_others",
        "as long as one sensor is silent nothing is heard of the others",
        "streams",
        NEXT,
        "        loop = asyncio.get_running_loop()\n"
        "        async with loop.__dict__.setdefault('turn', asyncio.Lock()):\n"
        "            item, end = await self._next()\n",
        "streams/independent",
        r"gave \d items; its consumer got \d, while other streams were read",
    ),
    Mutant(
        "aclose_runs_the_clean_up_in_the_context_of_the_caller",
        "what a generator logs as it is closed is put down to who closes it",
        "context",
        "        return Stream((source(*args, **kwargs),), scope, ends=1)\n",
        "        made = source(*args, **kwargs)\n\n"
        "        class Closed(Stream):\n"
        "            async def aclose(self):\n"
        "                try:\n"
        "                    await made.aclose()\n"
        "                except RuntimeError:\n"
        "                    pass\n"
        "                await super().aclose()\n\n"
        "        return Closed((made,), scope, ends=1)\n",
        "streams/own-context",
        r"source of s1 saw (variable|state) A|source of s1 of stream s1 saw|record of source of s1",
    ),
)
