"""Mutants of `process/handler-cancelled-tolerant` and `execute/handler-cancelled-tolerant`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_cancelled_handler_keeps_its_place",
        symptom="after some handlers that cancelled themselves the helper hangs",
        module="calls",
        right="        self._unfinished -= 1\n",
        wrong=("        if not _task.cancelled():\n            self._unfinished -= 1\n"),
        clauses=("process/handler-cancelled-tolerant", "execute/handler-cancelled-tolerant"),
        message=r"never ends",
    ),
    NaiveHelpers(
        name="LooksBetweenElements",
        symptom="a handler that cancels itself ends the batch, though failures are tolerated",
        clauses=("process/handler-cancelled-tolerant", "execute/handler-cancelled-tolerant"),
        message=r"h1\[\d\] ended cancelled, .* h1 raised .*CancelledError",
    ),
)
