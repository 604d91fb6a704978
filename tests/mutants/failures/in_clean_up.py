"""Mutants of `failures/in-clean-up`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="what_comes_from_a_cancellation_is_one",
        symptom="an error that a clean-up raises `from` the cancellation is never reported",
        module="scope_tasks",
        right="        if failure is None or task.cancelled():\n",
        wrong=(
            "        cause = getattr(failure, '__cause__', None)\n"
            "        if failure is None or task.cancelled() or isinstance(cause, "
            "CancelledError):\n"
        ),
        clauses=("failures/in-clean-up",),
        message=r"failed with error\d.*surface",
    ),
    Mutant(
        name="failures_after_a_request_are_ignored",
        symptom="a clean-up that could not save its data fails in silence",
        module="scope_tasks",
        right="        if failure is None or task.cancelled():\n",
        wrong="        if failure is None or task.cancelled() or task.cancelling():\n",
        clauses=("failures/in-clean-up",),
        message=r"t\d+ of scope scope\d failed with error\d+",
    ),
    Mutant(
        name="failures_during_exit_are_ignored",
        symptom="what goes wrong while a scope shuts down is not reported",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong=(
            '        if not self._closing or self._reason != "is exiting":\n'
            "            self.failures.append(failure)\n"
        ),
        clauses=("failures/in-clean-up",),
        message=r"t\d+ of scope scope\d failed with error\d+",
    ),
    Mutant(
        name="runtime_errors_of_clean_ups_are_refused_spawns",
        symptom="a clean-up that raises a RuntimeError of its own seems to have gone well",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong=(
            "        if self._closing and isinstance(failure, RuntimeError):\n"
            "            return\n"
            "        self.failures.append(failure)\n"
        ),
        clauses=("failures/in-clean-up",),
        message=r"failed with error\d+.*surface",
    ),
    Mutant(
        name="failures_caused_by_a_cancellation_are_lost",
        symptom="a failed rollback is not reported if it was raised from the cancellation",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong=(
            "        if isinstance(failure.__cause__, CancelledError):\n"
            "            return\n"
            "        self.failures.append(failure)\n"
        ),
        clauses=("failures/in-clean-up",),
        message=r"failed with error\d+.*surface",
    ),
)
