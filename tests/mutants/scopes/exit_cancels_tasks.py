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
    Mutant(
        name="tasks_are_cancelled_one_by_one",
        symptom="a program hangs as it shuts down, because a consumer says goodbye to its producer",
        module="tasks",
        right=("            for task in tuple(self.running):\n                task.cancel()\n"),
        wrong=(
            "            left = list(self.running)\n"
            "\n"
            "            def cancel_next(_: object) -> None:\n"
            "                while left:\n"
            "                    task = left.pop(0)\n"
            "                    if not task.done():\n"
            "                        task.add_done_callback(cancel_next)\n"
            "                        task.cancel()\n"
            "                        return\n"
            "\n"
            "            cancel_next(None)\n"
        ),
        clauses=("scopes/exit-cancels-tasks",),
        message=r"never ends.*deadlock",
    ),
    Mutant(
        name="tasks_are_cancelled_in_batches",
        symptom="a program with a crowd of workers hangs as it shuts down",
        module="tasks",
        right=("            for task in tuple(self.running):\n                task.cancel()\n"),
        wrong=(
            "            left = list(self.running)\n"
            "            batch = set()\n"
            "\n"
            "            def cancel_more(task: object) -> None:\n"
            "                batch.discard(task)\n"
            "                if not batch and left:\n"
            "                    batch.update(left[:16])\n"
            "                    del left[:16]\n"
            "                    for each in list(batch):\n"
            "                        each.add_done_callback(cancel_more)\n"
            "                        each.cancel()\n"
            "\n"
            "            cancel_more(None)\n"
        ),
        clauses=("scopes/exit-cancels-tasks",),
        message=r"never ends.*deadlock",
    ),
)
