"""Mutants of `process/failure-ends-calls` and `execute/failure-ends-calls`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    NaiveHelpers(
        name="GatherOfAll",
        symptom="a batch that has failed goes on for hours",
        clauses=("process/failure-ends-calls", "execute/failure-ends-calls"),
        message="before its handler call .* had ended|never ends",
    ),
    NaiveHelpers(
        name="OnlyCancels",
        symptom="clean-ups of handlers run beside the code that handles the failure",
        clauses=("process/failure-ends-calls", "execute/failure-ends-calls"),
        message=r"h1 raised .* before .*h1\[\d\] had ended",
    ),
    Mutant(
        name="a_failing_source_leaves_calls_running",
        symptom="after a broken connection some handlers still use the pool that is being closed",
        module="calls",
        right="        self._note(failure, None)\n",
        wrong=(
            "        self._note(failure, None)\n"
            "        if failure is not None and not isinstance(failure, CancelledError):\n"
            "            self._tasks.running.clear()\n"
        ),
        clauses=("process/failure-ends-calls", "execute/failure-ends-calls"),
        message=r"h1 raised .* before .*h1\[\d\] had ended",
    ),
    NaiveHelpers(
        name="OnlyAwaits",
        symptom="a failure is reported an hour late",
        clauses=("process/failure-ends-calls", "execute/failure-ends-calls"),
        message="never end(s|ed)",
    ),
)
