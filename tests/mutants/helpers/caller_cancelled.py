"""Mutants of `process/caller-cancelled` and `execute/caller-cancelled`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_second_request_ends_the_wait",
        symptom="a second cancellation leaves handlers running",
        module="tasks",
        right=("                cancelled = error\n                self.stop()\n"),
        wrong=(
            "                if cancelled is not None:\n"
            "                    return error\n"
            "                cancelled = error\n"
            "                self.stop()\n"
        ),
        clauses=("execute/caller-cancelled", "process/caller-cancelled"),
        message=r"h1 raised .*CancelledError.* before .*h1\[\d\] had ended",
    ),
    Mutant(
        name="callers_that_left_a_stream_are_not_stopped",
        symptom="a job that had left a feed early reports success when it is cancelled",
        module="calls",
        right=("        if cancelled is not None:\n            raise cancelled\n"),
        wrong=(
            "        from .surroundings import current\n"
            "        if cancelled is not None and not ((around := current.get()) "
            "and around.tasks._streams):\n"
            "            raise cancelled\n"
        ),
        clauses=("process/caller-cancelled", "execute/caller-cancelled"),
        message=r"caller of h1 was cancelled .*but the helper",
    ),
    NaiveHelpers(
        name="OnlyCancels",
        symptom="clean-ups of handlers run concurrently with the code after the helper",
        clauses=("process/caller-cancelled", "execute/caller-cancelled"),
        message=r"h1 raised .*CancelledError.* before .*h1\[\d\] had ended",
    ),
    NaiveHelpers(
        name="CancellationIsSwallowed",
        symptom="a time-out around the helper looks like an empty result",
        clauses=("process/caller-cancelled", "execute/caller-cancelled"),
        message=r"was cancelled .*but the helper returned",
    ),
    Mutant(
        name="calls_get_a_second_of_grace",
        symptom="for a second after a batch was called off, messages are still sent",
        module="tasks",
        right="                cancelled = error\n                self.stop()\n",
        wrong=(
            "                cancelled = error\n"
            "                asyncio.get_running_loop().call_later(1, self.stop)\n"
        ),
        clauses=("process/caller-cancelled", "execute/caller-cancelled"),
        message=r"first of its running calls, h1\[\d\], was cancelled only 1 virtual seconds later",
    ),
)
