"""Mutants that lose, invent or hide requests to cancel where these meet time-outs or failures."""

from mutant import Mutant

__all__ = ("MUTANTS",)

ENDED = "            cancelled = await tasks.end() or cancelled\n"
MET = (
    "            if cancelled is not None:\n                deliver_again(self._requests_before)\n"
)

MUTANTS = (
    Mutant(
        "the_request_to_the_body_is_not_taken_back",
        "after a failed scope, time-outs blame each other",
        "scope",
        ENDED,
        "            interrupted, tasks._interrupted_host = tasks._interrupted_host, False\n"
        + ENDED
        + "            if interrupted and this_task().cancelling() == 1:\n"
        "                cancelled = None\n",
        "cancellation/not-invented",
        r"`cancelling\(\)` of runner, before and after each of its scopes, was 0, 1"
        r"|runner was cancelled at .*, when all scopes that had failed in it were done",
    ),
    Mutant(
        "an_awaited_cancellation_is_delivered_again",
        "after a scope that failed, code is stopped which nobody had asked to stop",
        "scope",
        MET,
        MET + "                if not tasks._interrupted_host and not this_task().cancelling():\n"
        "                    this_task().get_loop().call_soon(this_task().cancel)\n",
        "cancellation/not-invented",
        r"runner was cancelled at .*, after scope scope1; nobody had asked it to stop: in the",
    ),
    Mutant(
        "the_request_to_the_body_leaves",
        "the caller of a failed scope is cancelled instead of told",
        "scope",
        MET,
        "            if tasks._interrupted_host:\n                return exception\n" + MET,
        "cancellation/not-invented",
        r"scope scope\d was left by CancelledError, though nobody had asked runner to stop",
    ),
    Mutant(
        "a_failed_helper_fails_its_scope",
        "a failure that was handled stops the caller of a helper a moment later",
        "calls",
        "        self._tasks = Tasks(self._ended)\n",
        "        host = this_task()\n\n"
        "        def ended(task: Task[Any], failure: BaseException | None) -> None:\n"
        "            if failure is not None and not task.cancelled() and host is not None:\n"
        "                host.cancel()\n"
        "            self._ended(task, failure)\n\n"
        "        self._tasks = Tasks(ended)\n",
        "cancellation/not-invented",
        r"runner was cancelled at \w+ after its helpers were done, though nobody had asked it"
        r"|helper helper\d raised CancelledError, though nobody had asked runner to stop"
        r"|`cancelling\(\)` of runner was 0, 1",
    ),
    Mutant(
        "a_cancelled_scope_acknowledges",
        "of two nested time-outs the wrong one runs out, or none",
        "scope",
        ENDED,
        ENDED + "            if cancelled is not None:\n                this_task().uncancel()\n",
        "cancellation/timeouts-compose",
        r"the program never ends|no TimeoutError was raised there",
    ),
    Mutant(
        "a_timeout_becomes_an_error",
        "a time-out around a helper is never recognized",
        "calls",
        "raise cancelled\n",
        'raise RuntimeError("cancelled") from cancelled\n',
        "cancellation/timeouts-compose",
        r"the deadline of \d s was around does not end by itself, but no TimeoutError was raised",
    ),
    Mutant(
        "failures_use_up_a_request",
        "a supervisor that goes on after failures never stops",
        "failures",
        "    task.get_loop().call_soon(deliver)\n",
        "    task.uncancel()\n",
        "cancellation/simultaneous",
        r"runner was asked to stop; scope scope0 was left .*, and the request was lost",
    ),
    Mutant(
        "a_request_hides_failures",
        "an error during shutdown is never seen",
        "scope",
        MET,
        "            if cancelled is not None and this_task().cancelling():\n"
        "                return cancelled\n",
        "cancellation/simultaneous",
        r"error\d, .*, was lost when",
    ),
    Mutant(
        "a_request_strays",
        "after a time-out that met failures, code that has nothing to do with it is cancelled",
        "failures",
        "        if task.cancelling() > acknowledged:\n",
        "        if task.cancelling() > acknowledged or not task.done():\n",
        "cancellation/simultaneous",
        r"after the deadline of \d s was done, runner was cancelled at",
    ),
    Mutant(
        "a_cancelled_helper_hides_failures",
        "an error of a handler during shutdown is never seen",
        "calls",
        "            if self._failure is not None:\n",
        "            if self._failure is not None and cancelled is None:\n",
        "cancellation/simultaneous",
        r"error\d.*, by which calls of helper helper\d failed, was lost when runner was asked to",
    ),
    Mutant(
        "scopes_take_back_the_requests_of_others",
        "a request to stop is lost when a scope ends",
        "tasks",
        "            if self._interrupted_host:\n                self._host.uncancel()\n",
        "            self._host.uncancel()\n",
        "cancellation/timeouts-compose",
        r"the program never ends|no TimeoutError was raised there",
    ),
)
