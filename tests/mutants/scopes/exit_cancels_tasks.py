"""Mutants of `scopes/exit-cancels-tasks`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="two_resources_keep_tasks_going",
        symptom="a service with two connections never ends",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            if len(self._disposables) > 1:\n"
            "                cancelled = await tasks._tasks.wait()\n"
            "            cancelled = await tasks.end() or cancelled\n"
        ),
        clauses=("scopes/exit-cancels-tasks",),
        message=r"never ends: .* is in the exit of scope scope\d",
    ),
    Mutant(
        name="one_cancelled_task_stands_for_all",
        symptom="once a download was cancelled by hand, the application cannot be closed",
        module="scope_tasks",
        right=("        if failure is None or task.cancelled():\n            return\n"),
        wrong=(
            "        if task.cancelled() and not self._closing:\n"
            "            self._tasks.stopped = True\n"
            "        if failure is None or task.cancelled():\n"
            "            return\n"
        ),
        clauses=("scopes/exit-cancels-tasks",),
        message=r"never ends: .* is in the exit of scope scope\d",
    ),
    Mutant(
        name="exit_does_not_cancel",
        symptom="a scope with a background task never ends",
        module="scope_tasks",
        right=(
            "        self._close()\n"
            "        # scopes/exit-awaits-tasks: all have ended after this line, "
            "clean-ups included.\n"
        ),
        wrong=(
            "        self._closing = True\n"
            "        # scopes/exit-awaits-tasks: all have ended after this line, "
            "clean-ups included.\n"
        ),
        clauses=("scopes/exit-cancels-tasks",),
        message=r"never ends.*exit of scope scope1",
    ),
    Mutant(
        name="exit_cancels_one_after_the_other",
        symptom="one task with a slow clean-up keeps all others running",
        module="tasks",
        right="            for task in tuple(self.running):\n                task.cancel()\n",
        wrong="            for task in tuple(self.running)[:3]:\n                task.cancel()\n",
        clauses=("scopes/exit-cancels-tasks",),
        message=r"never ends.*exit of scope scope\d",
    ),
    Mutant(
        name="exit_cancels_the_first_32",
        symptom="a scope with very many background tasks never ends",
        module="tasks",
        right="            for task in tuple(self.running):\n                task.cancel()\n",
        wrong=(
            "            for task in tuple(self.running)[:32]:\n                task.cancel()\n"
        ),
        clauses=("scopes/exit-cancels-tasks",),
        message=r"never ends.*exit of scope scope\d",
    ),
    Mutant(
        name="who_was_asked_is_not_asked_by_exit",
        symptom="a task that survived a cancellation keeps its scope open for ever",
        module="tasks",
        right="                task.cancel()\n",
        wrong="                task.cancelling() or task.cancel()\n",
        clauses=("scopes/exit-cancels-tasks",),
        message=r"never ends.*exit of scope scope\d",
    ),
)
