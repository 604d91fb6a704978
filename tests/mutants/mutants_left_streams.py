"""Mutants that break clauses of chapter streams where streams are left, closed or cancelled."""

from mutant import Mutant
from mutants_streams import CLOSED, GIVEN, KEPT

__all__ = ("MUTANTS",)

STOPS = "                for tasks in streams:\n"
ENDED = "                    cancelled = await tasks.wait() or cancelled\n"

MUTANTS = (
    Mutant(
        "items_come_again_after_a_cancelled_request",
        "after a time-out a row is there twice",
        "streams",
        GIVEN,
        "            try:\n"
        "                await self._given.wait()\n"
        "            except asyncio.CancelledError:\n"
        "                if self._held and self._held[0][1] is None:\n"
        "                    self._held.append(self._held[0])\n"
        "                raise\n",
        "streams/consumer-cancelled",
        r"was cancelled, and its consumer went on; it was given twice: s1\[0\]",
    ),
    Mutant(
        "clean_ups_of_generators_are_cut_off",
        "a connection is not given back though `finally` does it",
        "tasks",
        STOPS,
        "                for tasks in streams:\n"
        "                    for each in tasks.running:\n"
        "                        each.get_loop().call_soon(each.cancel)\n" + STOPS,
        "streams/early-stop",
        r"source of s1 had begun to clean up, and that was cut off",
    ),
    Mutant(
        "generators_of_failing_scopes_are_not_awaited",
        "a file is still open when the error of a task is handled",
        "tasks",
        ENDED,
        "                    if not self.failures:\n    " + ENDED,
        "streams/early-stop",
        r"was exited \(.*error2.*\) before source of s1 had ended and cleaned up",
    ),
    Mutant(
        "an_error_of_a_clean_up_leaves_others_open",
        "connections stay open when one of them fails to close",
        "streams",
        "    with suppress(Exception):\n        await source.aclose()\n",
        "    loop = asyncio.get_running_loop()\n"
        "    left = loop.__dict__.setdefault('left', [])\n"
        "    try:\n"
        "        if not left:\n"
        "            await source.aclose()\n"
        "            return\n"
        "    except Exception:\n"
        "        pass\n"
        "    left.append(source)\n",
        "streams/early-stop",
        r"was exited \(.*\) before source of s\d(\.b)? had ended and cleaned up; it never did",
        ("merge/early-stop",),
    ),
    Mutant(
        "streams_within_generators_stay_open",
        "a generator that filters another one keeps its file open",
        "streams",
        KEPT,
        "            task = asyncio.current_task()\n"
        "            if all(task not in each.running for each in scope._streams):\n    " + KEPT,
        "streams/early-stop",
        r"was exited \(.*\) before source of s2 had ended and cleaned up",
    ),
    Mutant(
        "a_request_after_aclose_hangs",
        "a loop over a stream that was closed never ends",
        "streams",
        CLOSED,
        "        self._next = asyncio.Event().wait\n" + CLOSED,
        "streams/aclose",
        r"never ends: .*waits for an item of s1",
    ),
    Mutant(
        "aclose_forgets_who_waits",
        "a reader hangs when somebody else closes its stream",
        "streams",
        CLOSED,
        "        self._given = asyncio.Event()\n" + CLOSED,
        "streams/aclose",
        r"never ends: .*reader waits for an item of s1",
    ),
    Mutant(
        "a_second_aclose_does_not_wait",
        "`aclose()` returns at once where somebody else is closing the stream",
        "streams",
        CLOSED,
        "        if self._tasks.stopped:\n            return\n" + CLOSED,
        "streams/aclose",
        r"`aclose\(\)` returned before source of s1 had ended and cleaned up",
    ),
)
