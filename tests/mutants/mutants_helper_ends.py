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
        r"the clean-up of its source, an async generator that nobody .*, was cut off",
        ("execute/source-closed",),
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
