"""Mutants of `cancellation/downward`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_cancelled_exit_does_not_wait",
        symptom="work goes on after its root was cancelled and awaited",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            tasks._close()\n"
            "            if cancelled is None:\n"
            "                cancelled = await tasks.end()\n"
            "            elif tasks._interrupted_host:\n"
            "                this_task().uncancel()\n"
        ),
        clauses=("cancellation/downward",),
        message=r"runner .*left scope scope\d before .* had ended",
    ),
    Mutant(
        name="a_cancelled_scope_fails",
        symptom="a shutdown is reported as an error",
        module="scope",
        right="            return cancelled\n",
        wrong=('            return cancelled and RuntimeError("the scope was cancelled")\n'),
        clauses=("cancellation/downward",),
        message=(
            r"exited with RuntimeError: the scope was cancelled|and"
            r" did not end cancelled: runner failed RuntimeError: the scope was cancelled"
        ),
    ),
    Mutant(
        name="a_cancelled_helper_forgets_its_calls",
        symptom="handler calls go on after the helper's caller was cancelled and awaited",
        module="tasks",
        right=("                cancelled = error\n                self.stop()\n"),
        wrong=(
            "                cancelled = error\n"
            "                self.stop()\n"
            "                break\n"
        ),
        clauses=("cancellation/downward",),
        message=r"runner .*left scope scope\d before",
    ),
    Mutant(
        name="requests_wait_for_tasks_where_variables_are_set",
        symptom="a web request that set a variable is not cancelled by its time-out",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            if cancelled is not None and current.get().variables:\n"
            "                cancelled = await tasks._tasks.wait() or cancelled\n"
            "            cancelled = await tasks.end() or cancelled\n"
        ),
        clauses=("cancellation/downward",),
        message=r"never ends: .* is in the exit of scope scope\d",
    ),
)
