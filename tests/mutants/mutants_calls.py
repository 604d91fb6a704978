"""Mutants that break clauses which the chapters process and execute have in common.

Those that are wrong in more obvious ways are in `naive_helpers`.
"""

from mutant import Mutant

__all__ = ("MUTANTS",)

COUNTED = "        self._unfinished -= 1  # with the reader too, after which none begins\n"
ENDED = (
    "        if failure is None or (self._tasks.stopped and isinstance(failure, CancelledError)):\n"
)

MUTANTS = (
    Mutant(
        "two_endings_free_three_places",
        "now and then, when two calls end together, there is one connection too many",
        "calls",
        COUNTED,
        "        if task is not self._reader:\n"
        "            self._unfinished -= 1\n"
        "            tick = task.get_loop().iteration\n"
        "            self._unfinished -= tick == getattr(self, 'tick', None)\n"
        "            self.tick = tick\n",
        "process/at-most-limit",
        r"with a limit of \d, handler call h1\[\d\] began while so many were unfinished",
        ("execute/at-most-limit",),
    ),
    Mutant(
        "late_elements_are_handled",
        "after a batch has failed, one more message is handled",
        "calls",
        "        if self._tasks.stopped:\n            raise",
        "        if False:\n            raise",
        "process/first-failure",
        r"h1\[0\] had failed.*, and yet an element was read, and h1\[\d\] began"
        r"|h1\[0\] had failed and the loop was idle, but h1\[\d\], which was running, had not",
        ("execute/first-failure",),
    ),
    Mutant(
        "the_source_is_read_two_ahead",
        "messages are taken from a queue, and lost when the helper fails",
        "calls",
        "            while True:\n                await self._begin(await anext(iterator))\n",
        "            ahead = [await anext(iterator), await anext(iterator)]\n"
        "            while True:\n"
        "                ahead.append(await anext(iterator))\n"
        "                await self._begin(ahead.pop(0))\n",
        "process/lazy",
        r"when h1\[\d\] was read, \d elements had been read, .* that is \d too many",
        ("execute/lazy",),
    ),
    Mutant(
        "calls_begin_in_reverse_pairs",
        "messages are handled in another order than they came",
        "calls",
        "            for element in source:\n",
        "            from itertools import batched\n"
        "            for element in (one for pair in batched(source, 2) for one in pair[::-1]):\n",
        "process/in-order",
        r"the handler calls of h1 began in the order",
        ("execute/in-order",),
    ),
    Mutant(
        "failing_clean_ups_win",
        "the error that is reported is not the one that was the cause",
        "calls",
        "        if self._failure is None:\n            self._failure = failure\n",
        "        self._failure = failure\n",
        "process/first-failure",
        r"which h1\[\d\] raised when it was cancelled for that|but helper h1 raised",
        ("execute/first-failure",),
    ),
    Mutant(
        "false_failures_are_ignored",
        "an error that happens to be false counts as none",
        "calls",
        "if failure is None or (",
        "if not failure or (",
        "execute/first-failure",
        r"raised error\d, but helper h1 (returned|raised)|had not been cancelled|never ends",
        ("process/first-failure",),
    ),
    Mutant(
        "failures_of_sources_are_tolerated",
        "a broken connection looks like the end of the data",
        "calls",
        "            and task is not self._reader\n",
        "",
        "process/source-failure",
        r"the source of h1 raised error of source of h1, but helper h1 returned",
        ("execute/source-failure",),
    ),
    Mutant(
        "generators_are_left_open",
        "a file stays open after an error",
        "calls",
        "            await close(iterator)\n            raise\n",
        "            raise\n",
        "process/source-closed",
        r"its source, an async generator, was not closed by then",
        ("execute/source-closed",),
    ),
    Mutant(
        "handlers_get_the_callers_variables",
        "what one handler sets, the next one sees",
        "surroundings",
        "replace(surroundings, variables={})",
        "surroundings",
        "execute/handler-context",
        r"h1\[\d\] saw variable A = value\d; expected None",
        ("process/handler-context",),
    ),
    Mutant(
        "a_source_that_gives_up_is_taken_for_exhausted",
        "a batch whose source awaited a cancelled task is cut short, and nothing says so",
        "calls",
        "            await close(iterator)\n            raise\n",
        "            await close(iterator)\n",
        "process/source-failure",
        r"the source of h1 raised CancelledError, and helper h1 returned as if",
        ("execute/source-failure",),
    ),
    Mutant(
        "a_cancelled_handler_keeps_its_place",
        "after some handlers that gave up the helper stands still",
        "calls",
        COUNTED,
        "        if not task.cancelled():\n            self._unfinished -= 1\n",
        "process/handler-cancelled-tolerant",
        r"never ends: nothing could run",
        ("execute/handler-cancelled-tolerant",),
    ),
    Mutant(
        "ignored_failures_are_not_logged",
        "failures that are ignored leave no trace",
        "helpers/concurrent",
        '"A call failed with %s, which is ignored", name, exception=failure)',
        '"A call failed with %s, which is ignored", name)',
        "process/logs-ignored",
        r"h1\[\d\] raised error\d, which was ignored, and no log record of level ERROR has",
    ),
    Mutant(
        "process_gives_results",
        "code that relies on None gets a list",
        "helpers/concurrent",
        "    await Calls(handler, concurrent_tasks, tolerates=tolerates).run(source)\n",
        "    await Calls(handler, concurrent_tasks, tolerates=tolerates).run(source)\n"
        "    return []\n",
        "process/returns-none",
        r"process_concurrently returned .*, not None",
    ),
    Mutant(
        "only_the_first_failure_is_tolerated",
        "a batch ends at its second error, though errors are to be ignored",
        "calls",
        "            and self._context.run(self._tolerates, failure)\n",
        "            and self._context.run(self._tolerates, failure)\n"
        "            and not self.__dict__.setdefault('seen', [])\n"
        "            and self.seen.append(1) is None\n",
        "process/tolerates",
        r"failures are to be tolerated, but after h1\[\d\] failed, helper h1 raised",
    ),
    Mutant(
        "false_results_are_replaced",
        "a count of 0 becomes None",
        "helpers/concurrent",
        "[task.result() if (end",
        "[(task.result() or None) if (end",
        "execute/ordered",
        r"the result in the place of h1\[\d\] is None; its handler returned",
    ),
    Mutant(
        "returned_exceptions_are_raised",
        "a handler that returns an exception as a value ends the batch",
        "helpers/concurrent",
        "        return [task.result() if (end",
        "        for task in tasks:\n"
        "            if isinstance(task.result(), Exception):\n"
        "                raise task.result()\n"
        "        return [task.result() if (end",
        "execute/ordered",
        r"execute_concurrently raised the exception object result of h1|none of its operations",
    ),
    Mutant(
        "failures_become_none",
        "a failed element looks like one without a result",
        "helpers/concurrent",
        "is None else end for task in tasks]",
        "is None else None for task in tasks]",
        "execute/returns-exceptions",
        r"the result in the place of h1\[\d\] is None; its handler raised",
    ),
    Mutant(
        "handlers_fail_the_scope",
        "one bad message ends the whole service, though its error was caught",
        "calls",
        ENDED,
        "        from .surroundings import current\n"
        "        if failure is not None and current.get() is not None:\n"
        "            current.get().tasks._ended(task, failure)\n" + ENDED,
        "process/failure-stays-inside",
        r"which was caught; and yet scope1 was exited|because of a failure of h1",
        ("execute/failure-stays-inside",),
    ),
    Mutant(
        "a_second_request_ends_the_wait",
        "an impatient shutdown leaves handlers running",
        "tasks",
        "                    cancelled = error\n                    self.stop()\n",
        "                    if cancelled is not None:\n"
        "                        return error\n"
        "                    cancelled = error\n"
        "                    self.stop()\n",
        "execute/caller-cancelled",
        r"helper h1 was done \(.*CancelledError.*\) before its handler call h1\[\d\] had ended",
        ("process/caller-cancelled",),
    ),
    Mutant(
        "helpers_need_a_scope",
        "a script that uses a helper fails at its first line",
        "surroundings",
        "def own_context(",
        "def own_context() -> Context:\n"
        "    required('A helper')\n"
        "    return _own_context()\n\n\n"
        "def _own_context(",
        "process/no-scope",
        r"RuntimeError|never ends|was never done|but helper h1|never more than 0",
        ("execute/no-scope",),
    ),
    Mutant(
        "a_handler_that_gives_up_is_never_counted",
        "a helper waits for ever for a handler that has cancelled itself",
        "calls",
        COUNTED,
        "        if task is not self._reader and task.cancelled() and not self._tasks.stopped:\n"
        "            return\n" + COUNTED,
        "process/handler-cancelled",
        r"never ends: nothing could run",
        ("execute/handler-cancelled",),
    ),
    Mutant(
        "a_handler_that_gives_up_ends_the_source",
        "after a handler that has cancelled itself the rest of the batch is missing",
        "calls",
        ENDED,
        "        if isinstance(failure, CancelledError) and not self._tasks.stopped:\n"
        "            if task is not self._reader:\n"
        "                self._reader.cancel()\n"
        "            return\n" + ENDED,
        "process/handler-cancelled",
        r"helper h1 returned after \d handler calls, but its source, an? .*, has \d elements",
        ("execute/handler-cancelled",),
    ),
    Mutant(
        "results_of_cancelled_calls_are_left_out",
        "results are paired with the wrong elements when a handler has cancelled itself",
        "helpers/concurrent",
        "is None else end for task in tasks]",
        "is None else end for task in tasks if not task.cancelled()]",
        "execute/handler-cancelled",
        r"the source of h1 has \d elements, but there are \d results",
    ),
)
