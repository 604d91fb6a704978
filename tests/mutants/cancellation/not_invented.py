"""Mutants of `cancellation/not-invented`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_failed_helper_is_cancelled",
        symptom="a bad message is taken for a shutdown: the service ends without an error",
        module="calls",
        right="            raise failure\n",
        wrong="            raise CancelledError from failure\n",
        clauses=("cancellation/not-invented",),
        message=r"helper helper\d raised CancelledError, though nothing",
    ),
    Mutant(
        name="a_request_that_the_body_caught_is_not_taken_back",
        symptom="when the body replaces its CancelledError, later time-outs go wrong (gh-95289)",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            if cancelled is None:\n"
            "                tasks._interrupted_host = False\n"
            "            cancelled = await tasks.end() or cancelled\n"
        ),
        clauses=("cancellation/not-invented",),
        message=(
            r"`cancelling\(\)` of runner.* was (0, )+1|runner was cancelled at .*scopes that"
            r" had failed"
        ),
        since=(3, 13),
    ),
    Mutant(
        name="a_request_to_the_body_comes_after_the_scope",
        symptom="a failure that is caught around its scope cancels the code after it (gh-128588)",
        module="scope_tasks",
        right="        self._interrupted_host = self._host.cancel()\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        host, self._interrupted_host = self._host, True\n"
            "        asyncio.get_running_loop().call_soon(lambda: host.cancel() and None)\n"
        ),
        clauses=("cancellation/not-invented",),
        message=(
            r"`cancelling\(\)` of runner.* was (0, )+1|runner was cancelled at .*failing"
            r" scopes|was left by CancelledError"
        ),
    ),
    Mutant(
        name="the_request_to_the_body_is_not_taken_back",
        symptom="after a failed scope, the wrong one of two nested time-outs is reported",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            interrupted, tasks._interrupted_host = tasks._interrupted_host, False\n"
            "            cancelled = await tasks.end() or cancelled\n"
            "            if interrupted and this_task().cancelling() == 1:\n"
            "                cancelled = None\n"
        ),
        clauses=("cancellation/not-invented",),
        message=(
            r"`cancelling\(\)` of runner.* was 0, 1|runner was cancelled at .*scopes that had"
            r" failed"
        ),
    ),
    Mutant(
        name="an_awaited_cancellation_is_delivered_again",
        symptom="after a scope that failed, code is cancelled without any reason",
        module="scope",
        right=(
            "        if cancelled is not None:\n            deliver_again(self._requests_before)\n"
        ),
        wrong=(
            "        if cancelled is not None:\n"
            "            deliver_again(self._requests_before)\n"
            "            if not tasks._interrupted_host and not this_task().cancelling():\n"
            "                this_task().get_loop().call_soon(this_task().cancel)\n"
        ),
        clauses=("cancellation/not-invented",),
        message=r"runner was cancelled at .*after scope scope1",
    ),
    Mutant(
        name="the_request_to_the_body_leaves",
        symptom="the code around a failed scope gets a CancelledError instead of the failure",
        module="scope",
        right=(
            "        if cancelled is not None:\n            deliver_again(self._requests_before)\n"
        ),
        wrong=(
            "        if tasks._interrupted_host:\n"
            "            return exception\n"
            "        if cancelled is not None:\n"
            "            deliver_again(self._requests_before)\n"
        ),
        clauses=("cancellation/not-invented",),
        message=r"scope scope\d was left by CancelledError",
    ),
    Mutant(
        name="a_failed_helper_fails_its_scope",
        symptom="a failure that was handled cancels the helper's caller a moment later",
        module="calls",
        right="        self._tasks = Tasks()\n",
        wrong=(
            "        self._tasks = Tasks()\n"
            "        host, call_ended = this_task(), self._call_ended\n"
            "\n"
            "        def ended(task: Task[Result], failure: BaseException | None) -> None:\n"
            "            if failure is not None and not task.cancelled() and host is not None:\n"
            "                host.cancel()\n"
            "            call_ended(task, failure)\n"
            "\n"
            "        self._call_ended = ended\n"
        ),
        clauses=("cancellation/not-invented",),
        message=(
            r"runner was cancelled at [\w .]+ after its helpers|helper\d raised"
            r" CancelledError.*runner|`cancelling\(\)` of runner was 0, 1"
        ),
    ),
    Mutant(
        name="a_task_that_ends_cancelled_ends_its_scope",
        symptom="a task that awaits a cancelled future takes its siblings and the body with it",
        module="scope_tasks",
        right="        if failure is None or task.cancelled():\n            return\n",
        wrong=(
            "        if task.cancelled() and not task.cancelling() and not self._closing:\n"
            "            self._close()\n"
            "            self._interrupted_host = self._host.cancel()\n"
            "        if failure is None or task.cancelled():\n"
            "            return\n"
        ),
        clauses=("cancellation/not-invented",),
        message=r"was cancelled at .*had ended cancelled by itself",
    ),
)
