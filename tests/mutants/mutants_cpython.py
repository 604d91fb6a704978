"""Known defects of CPython's asyncio, as an implementation would have them."""

from mutant import Mutant

__all__ = ("MUTANTS",)

SPAWNED = "            return self._tasks.start(coroutine, context)\n"
STARTED = (
    "        task: Task[R] = context.copy().run(loop.create_task, coroutine)\n"
    "        self.running[task] = None\n"
)
EAGERLY = (
    "        task: Task[R] = Task(coroutine, loop=loop, context=context.copy(), eager_start=True)\n"
    "        if task.done():\n"
    "            self.running[task] = None\n"
    "            self._ended(task)\n"
    "            return task\n"
    "        self.running[task] = None\n"
)

MUTANTS = (
    Mutant(
        "a_failing_scope_takes_tasks",
        "what a clean-up spawns is never cancelled, and the scope hangs (gh-94398)",
        "tasks",
        "        if self._closing:\n            raise RuntimeError(\n",
        "        if self._exited:\n            raise RuntimeError(\n",
        "scopes/late-spawn",
        r"never ends: nothing could run any more .*exit of scope",
    ),
    Mutant(
        "a_request_that_the_body_caught_is_not_taken_back",
        "when the body replaces its CancelledError, later time-outs go wrong (gh-95289)",
        "scope",
        "            cancelled = await tasks.end() or cancelled\n",
        "            if cancelled is None:\n"
        "                tasks._interrupted_host = False\n"
        "            cancelled = await tasks.end() or cancelled\n",
        "cancellation/not-invented",
        r"`cancelling\(\)` of runner, before and after each of its scopes, was (0, )+1"
        r"|runner was cancelled at .*, when all scopes that had failed in it were done",
        # In 3.12 a TaskGroup keeps its request too, if the failure comes during its exit.
        since=(3, 13),
    ),
    Mutant(
        "failures_hide_a_request",
        "a loop in a nested scope goes on though all around it is to stop (gh-116720)",
        "failures",
        "    task.get_loop().call_soon(deliver)\n",
        "    pass\n",
        "cancellation/simultaneous",
        r"runner was asked to stop; scope scope0 was left .*, and the request was lost",
        since=(3, 13),
    ),
    Mutant(
        "a_task_that_is_being_made_is_not_cancelled",
        "a task whose child fails in its first step goes on, if tasks are eager (gh-128550)",
        "tasks",
        STARTED,
        EAGERLY,
        "failures/fails-fast",
        r"task t\d failed while its sibling t\d waited for (rest|sleep).*, and that wait was not",
    ),
    Mutant(
        "a_request_to_the_body_comes_after_the_scope",
        "a failure that is caught around its scope cancels what comes next (gh-128588)",
        "tasks",
        "        self._interrupted_host = self._host.cancel()\n",
        "        host, self._interrupted_host = self._host, True\n"
        "        asyncio.get_running_loop().call_soon(lambda: host.cancel() and None)\n",
        "cancellation/not-invented",
        r"`cancelling\(\)` of runner, before and after each of its scopes, was (0, )+1"
        r"|runner was cancelled at .*, when all scopes that had failed in it were done"
        r"|was left by CancelledError, though nobody had asked",
    ),
    Mutant(
        "an_item_hides_a_request",
        "a time-out that comes together with an item is lost (gh-86296)",
        "streams",
        "            await self._given.wait()\n",
        "            try:\n"
        "                await self._given.wait()\n"
        "            except asyncio.CancelledError:\n"
        "                if not self._held:\n"
        "                    raise\n",
        "cancellation/not-swallowed",
        r"runner was asked to stop in its loop over a stream, and did not end cancelled",
    ),
    Mutant(
        "the_end_of_a_task_hides_a_request",
        "a shutdown that comes together with the end of a task is lost (gh-86296)",
        "tasks",
        "                    cancelled = error\n                    self.stop()\n",
        "                    if not self.running:\n"
        "                        return None\n"
        "                    cancelled = error\n"
        "                    self.stop()\n",
        "cancellation/not-swallowed",
        r"runner was asked to stop while it was in the exit of scope scope\d, and did not end"
        r" cancelled|runner was asked to stop in its helper, and did not end cancelled",
    ),
    Mutant(
        "base_exceptions_of_the_body_are_put_into_a_group",
        "the GeneratorExit that closes a generator does not leave it as such (gh-135736)",
        "failures",
        "        return others[-1]\n",
        "        if len(others) == 1 and not isinstance(others[0], Exception | None):\n"
        '            return BaseExceptionGroup("errors in the body", others)\n'
        "        return others[-1]\n",
        "failures/body-alone",
        r"the body of scope scope\d raised error\d, .*BaseExceptionGroup",
    ),
)
