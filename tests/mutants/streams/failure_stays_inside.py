"""Mutants of `streams/failure-stays-inside`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="handled_failures_leave_the_scope_too",
        symptom="an error that was handled around the loop comes again when the scope is left",
        module="streams",
        right="            self._give(None, error)\n",
        wrong=(
            "            self._give(None, error)\n"
            "            if self._scope is not None and isinstance(error, Exception):\n"
            "                self._scope.failures.append(error)\n"
        ),
        clauses=("streams/failure-stays-inside",),
        message=r"handled the failure of stream s1, but scope1 was exited with",
    ),
    Mutant(
        name="handled_failures_cancel_the_scopes_tasks",
        symptom="an error in one feed, which was handled, stops all that runs in the background",
        module="streams",
        right="            self._give(None, error)\n",
        wrong=(
            "            self._give(None, error)\n"
            "            if self._scope is not None and isinstance(error, Exception):\n"
            "                self._scope._tasks.stop()\n"
        ),
        clauses=("streams/failure-stays-inside",),
        message=r"t1 of scope1 was cancelled because of a failure of stream s1 that was handled",
    ),
)
