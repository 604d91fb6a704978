"""Mutants whose helpers are wrong when calls, sources or callers do not go on to the end."""

from mutant import Mutant

__all__ = ("MUTANTS",)

ENDED = (
    "        if failure is None or (self._tasks.stopped and isinstance(failure, CancelledError)):\n"
)
WAITED = (
    "        requests_before = this_task().cancelling()\n"
    "        self._reader = self._tasks.start(self._read(source), self._context)\n"
    "        cancelled = await self._tasks.wait()\n"
    "        try:\n"
    "            if self._failure is not None:\n"
)
CALLED = "    await Calls(handler, concurrent_tasks, tolerates=tolerates).run(source)\n"

LOGGED = (
    "        name = type(failure).__qualname__\n"
    '        ctx.log_error("A call failed with %s, which is ignored", name, exception=failure)\n'
    "        return True\n\n"
    "    tolerates = log if ignore_exceptions else None\n" + CALLED
)

MUTANTS = (
    Mutant(
        "a_request_before_the_helper_is_swallowed",
        "a worker that asks itself to stop, and then calls a helper, goes on for ever",
        "calls",
        "        cancelled = await self._tasks.wait()\n",
        "        cancelled = None\n"
        "        while self._tasks.running:\n"
        "            try:\n"
        "                await self._tasks.one_ended()\n"
        "            except CancelledError as error:\n"
        "                if this_task().cancelling() > requests_before:\n"
        "                    cancelled = error\n"
        "                    self._tasks.stop()\n",
        "cancellation/not-swallowed",
        r"runner was asked to stop in its helper, and did not end cancelled: runner returned",
    ),
    Mutant(
        "a_helper_interrupts_the_clean_up_it_is_called_in",
        "a worker that saves its last messages as it is stopped does only half of it",
        "calls",
        "            if cancelled is not None:\n                raise cancelled\n",
        "            if cancelled is not None:\n                raise cancelled\n"
        "            if this_task().cancelling():\n                raise CancelledError\n",
        "cancellation/clean-up-runs",
        r"was cancelled at .*, and (its clean-up was cut off|had caught that)",
    ),
    Mutant(
        "calls_are_cancelled_whenever_one_ends",
        "of several handlers that roll back as they are stopped, only one comes to the end of it",
        "calls",
        ENDED,
        "        if self._tasks.stopped:\n"
        "            for each in tuple(self._tasks.running):\n"
        "                each.cancel()\n" + ENDED,
        "cancellation/clean-up-runs",
        r"helper\d\[\d\] was cancelled at .*, and its clean-up was cut off",
    ),
    Mutant(
        "the_source_is_cancelled_as_it_closes",
        "a connection is not closed properly when several calls are stopped",
        "calls",
        ENDED,
        "        if self._tasks.stopped and self._reader in self._tasks.running:\n"
        "            self._reader.cancel()\n" + ENDED,
        "process/source-closed",
        r"its source, an async generator .*, was asked again, which cut off its clean-up",
        ("execute/source-closed",),
    ),
    Mutant(
        "ignored_failures_are_logged_at_the_end",
        "of a batch that ends by an error of its source, ignored failures leave no trace",
        "helpers/concurrent",
        LOGGED,
        "        failures.append(failure)\n"
        "        return True\n\n"
        "    failures = []\n"
        "    tolerates = log if ignore_exceptions else None\n" + CALLED + ""
        "    for each in failures:\n"
        "        ctx.log_error('A call failed, which is ignored', exception=each)\n",
        "process/logs-ignored",
        r"h1\[\d\] raised .*, which was ignored, and no log record of level ERROR has",
    ),
    Mutant(
        "one_exception_is_logged_once",
        "when all calls fail because of one error, a single record says so",
        "helpers/concurrent",
        LOGGED,
        "        if failure not in failures:\n"
        "            failures.append(failure)\n"
        "            ctx.log_error('A call failed, which is ignored', exception=failure)\n"
        "        return True\n\n"
        "    failures = []\n"
        "    tolerates = log if ignore_exceptions else None\n" + CALLED,
        "process/logs-ignored",
        r"h1\[\d\] raised \w+( for the 2. time)?, which was ignored, and no log record",
    ),
    Mutant(
        "an_index_error_is_the_end_of_the_source",
        "a bug in what reads a file looks like the end of the file",
        "calls",
        "            for element in source:\n                await self._begin(element)\n",
        "            try:\n"
        "                for element in source:\n"
        "                    await self._begin(element)\n"
        "            except IndexError:\n"
        "                return\n",
        "process/source-failure",
        r"the source of h1 raised error of source of h1, but helper h1 returned",
        ("execute/source-failure",),
    ),
    Mutant(
        "a_runtime_error_is_the_end_of_the_source",
        "a source that is read by two looks like one that has come to its end",
        "calls",
        "        except StopAsyncIteration:\n            pass\n",
        "        except (StopAsyncIteration, RuntimeError):\n            pass\n",
        "process/source-failure",
        r"the source of h1 raised error of source of h1, but helper h1 returned",
    ),
    Mutant(
        "ignored_failures_are_returned",
        "code that relies on None gets a list when something has failed",
        "helpers/concurrent",
        CALLED,
        "    failures = []\n"
        "    given = tolerates\n"
        "    if given:\n"
        "        tolerates = lambda failure: given(failure) and not failures.append(failure)\n"
        + CALLED
        + "    return failures or None\n",
        "process/returns-none",
        r"process_concurrently returned an object of type list, not None",
    ),
    Mutant(
        "the_tenth_failure_is_not_tolerated",
        "a batch ends at its tenth error, though errors are to be ignored",
        "calls",
        "            and self._context.run(self._tolerates, failure)\n",
        "            and self._context.run(self._tolerates, failure)\n"
        "            and len(self.__dict__.setdefault('seen', [])) < 9\n"
        "            and self.seen.append(1) is None\n",
        "process/tolerates",
        r"failures are to be tolerated, but after h1\[\d+\] failed, helper h1 raised",
    ),
    Mutant(
        "what_handlers_spawned_ends_with_a_failing_helper",
        "a background job is gone because a batch had one bad message",
        "calls",
        WAITED,
        "        from .surroundings import current\n"
        "        here = self._context.get(current)\n"
        "        before = {} if here is None else dict(here.tasks._tasks.running)\n" + WAITED + ""
        "                for each in () if here is None else here.tasks._tasks.running:\n"
        "                    if each not in before:\n"
        "                        each.cancel()\n",
        "process/handler-context",
        r"spawned by handler call h1\[\d\], was cancelled before scope\d",
        ("execute/handler-context",),
    ),
)
