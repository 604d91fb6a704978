"""Mutants of `process/handler-cancelled` and `execute/handler-cancelled`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_handler_that_gives_up_is_never_counted",
        symptom="a helper waits for ever for a handler that has cancelled itself",
        module="calls",
        right="        self._unfinished -= 1\n",
        wrong=(
            "        if _task.cancelled() and not self._tasks.stopped:\n"
            "            return\n"
            "        self._unfinished -= 1\n"
        ),
        clauses=("process/handler-cancelled", "execute/handler-cancelled"),
        message=r"never ends",
    ),
    Mutant(
        name="a_handler_that_gives_up_ends_the_source",
        symptom="after a handler that has cancelled itself the rest of the batch is missing",
        module="calls",
        right=(
            "        if failure is None or (self._tasks.stopped and isinstance(failure, "
            "CancelledError)):\n"
        ),
        wrong=(
            "        if isinstance(failure, CancelledError) and not self._tasks.stopped:\n"
            "            for each in self._tasks.running:\n"
            "                if each.get_coro().__name__ == '_read':\n"
            "                    each.cancel()\n"
            "            return\n"
            "        if failure is None or (self._tasks.stopped and "
            "isinstance(failure, CancelledError)):\n"
        ),
        clauses=("process/handler-cancelled", "execute/handler-cancelled"),
        message=r"h1 returned after \d handler calls, .*source.* has \d elements",
    ),
)
