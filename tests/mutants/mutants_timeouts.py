"""Mutants that lose, invent or hide requests to cancel where these meet time-outs or failures."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        "the_request_to_the_body_is_not_taken_back",
        "after a failed scope, time-outs blame each other",
        "tasks",
        "host.uncancel() == 0",
        "host.cancelling() == 1",
        "cancellation/not-invented",
        r"`cancelling\(\)` of runner, before and after each of its scopes, was 0, 1"
        r"|runner was cancelled at .*, when all scopes that had failed in it were done",
    ),
    Mutant(
        "an_awaited_cancellation_is_delivered_again",
        "after a scope that failed, code is stopped which nobody had asked to stop",
        "failures",
        "    if requests := here.cancelling():",
        "    requests = here.cancelling()\n    if True:",
        "cancellation/not-invented",
        r"runner was cancelled at .*, after scope scope1; nobody had asked it to stop: in the",
    ),
    Mutant(
        "the_request_to_the_body_leaves",
        "the caller of a failed scope is cancelled instead of told",
        "scope",
        "                cancelled = None\n",
        "                return exception\n",
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
        "            if tasks.withdraw():\n",
        "            if cancelled is not None:\n"
        "                this_task().uncancel()\n"
        "            if tasks.withdraw():\n",
        "cancellation/timeouts-compose",
        r"the program never ends|no TimeoutError was raised there",
    ),
    Mutant(
        "a_timeout_becomes_an_error",
        "a time-out around a helper is never recognized",
        "calls",
        "                raise outcome\n",
        "                if isinstance(outcome, CancelledError):\n"
        '                    raise RuntimeError("cancelled") from outcome\n'
        "                raise outcome\n",
        "cancellation/timeouts-compose",
        r"the deadline of \d s was around does not end by itself, but no TimeoutError was raised",
    ),
    Mutant(
        "failures_use_up_a_request",
        "a supervisor that goes on after failures never stops",
        "failures",
        "        deliver_again(here, cancelled, min(requests_before, requests - 1))\n",
        "        here.uncancel()\n",
        "cancellation/simultaneous",
        r"runner was asked to stop; scope scope0 was left .*, and the request was lost",
    ),
    Mutant(
        "a_request_hides_failures",
        "an error during shutdown is never seen",
        "scope",
        "            return settle(outcome, tasks.failures, cancelled, self._requests_before)\n",
        "            return cancelled\n",
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
        "            if self._failures:\n",
        "            if self._failures and cancelled is None:\n",
        "cancellation/simultaneous",
        r"error\d.*, by which calls of helper helper\d failed, was lost when runner was asked to",
    ),
    Mutant(
        "scopes_take_back_the_requests_of_others",
        "a request to stop is lost when a scope ends",
        "tasks",
        "        return self._interrupted_host and host.uncancel() == 0\n",
        "        return host.uncancel() == 0 and self._interrupted_host\n",
        "cancellation/timeouts-compose",
        r"the program never ends|no TimeoutError was raised there",
    ),
)
