"""Mutants of `scopes/error-cancels-tasks`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="errors_with_a_cause_wait",
        symptom=(
            "an error with a cause is reported only when the last background task has ended, "
            "that is, never"
        ),
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            if body is not None and body.__cause__ is not None:\n"
            "                cancelled = await tasks._tasks.wait()\n"
            "            cancelled = await tasks.end() or cancelled\n"
        ),
        clauses=("scopes/error-cancels-tasks",),
        message=r"never ends: .* is in the exit of scope scope\d",
    ),
    Mutant(
        name="errors_do_not_cancel",
        symptom="an error is reported only when the last background task has ended, that is, never",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            if body is not None:\n"
            "                cancelled = await tasks._tasks.wait()\n"
            "            cancelled = await tasks.end() or cancelled\n"
        ),
        clauses=("scopes/error-cancels-tasks",),
        message=r"never ends.*exit of scope scope\d",
    ),
    Mutant(
        name="errors_do_not_wait",
        symptom="an error is handled while tasks of the failed work still run",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            if body is not None:\n"
            "                tasks._close()\n"
            "                tasks._tasks.running.clear()\n"
            "            cancelled = await tasks.end() or cancelled\n"
        ),
        clauses=("scopes/error-cancels-tasks",),
        message=(
            r"began after scope scope\d"
            r"|scope scope\d was exited \(.*\) before its task t\d had ended"
        ),
    ),
    Mutant(
        name="errors_cancel_in_the_scope_where_they_are_raised_only",
        symptom="an error that passes through two scopes leaves the tasks of the outer one running",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            '            if hasattr(body, "seen"):\n'
            "                cancelled = await tasks._tasks.wait()\n"
            "            elif body is not None:\n"
            "                body.seen = True\n"
            "            cancelled = await tasks.end() or cancelled\n"
        ),
        clauses=("scopes/error-cancels-tasks",),
        message=r"never ends.*exit of scope scope\d",
    ),
    Mutant(
        name="only_exceptions_cancel",
        symptom="a body that raises a BaseException of its own is stuck in its scope",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            if body is not None and not isinstance(body, Exception):\n"
            "                cancelled = await tasks._tasks.wait()\n"
            "            cancelled = await tasks.end() or cancelled\n"
        ),
        clauses=("scopes/error-cancels-tasks",),
        message=r"never ends.*exit of scope scope\d",
    ),
    Mutant(
        name="later_tasks_of_a_busy_scope_are_not_cancelled",
        symptom="in a server that has handled some dozens of requests, new ones outlive an error",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        self.spawned = getattr(self, 'spawned', 0) + 1\n"
            "        if self.spawned > 32:\n"
            "            return context.run(self._host.get_loop().create_task, coroutine)\n"
            "        return self._tasks.start(coroutine, context, self._ended)\n"
        ),
        clauses=("scopes/error-cancels-tasks",),
        message=r"t\d+",
    ),
)
