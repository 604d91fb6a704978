"""Mutants of `process/at-most-limit` and `execute/at-most-limit`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="two_endings_free_three_places",
        symptom="now and then, when two calls end together, there is one connection too many",
        module="calls",
        right="        self._unfinished -= 1\n",
        wrong=(
            "        self._unfinished -= 1\n"
            "        tick = _task.get_loop().iteration\n"
            "        self._unfinished -= tick == getattr(self, 'tick', None)\n"
            "        self.tick = tick\n"
        ),
        clauses=("process/at-most-limit", "execute/at-most-limit"),
        message=r"h\d\[\d\] began although the limit of \d",
    ),
    Mutant(
        name="streams_left_open_count_as_places",
        symptom="after a feed was left early, a server gets more requests at once than allowed",
        module="calls",
        right="        self._limit = limit\n",
        wrong=(
            "        from .surroundings import current\n"
            "        self._limit = limit + (len(around.tasks._streams) if (around := "
            "current.get()) and around.tasks._streams else 0)\n"
        ),
        clauses=("process/at-most-limit", "execute/at-most-limit"),
        message=r"h\d\[\d\] began although the limit of \d",
    ),
    Mutant(
        name="an_ignored_failure_frees_two_places",
        symptom="when some calls fail there are more connections than allowed",
        module="calls",
        right=("        if tolerates is not None and self._context.run(tolerates, failure):\n"),
        wrong=(
            "        if tolerates is not None and self._context.run(tolerates, failure):\n"
            "            self._unfinished = max(0, self._unfinished - 1)\n"
        ),
        clauses=("process/at-most-limit", "execute/at-most-limit"),
        message=r"h\d\[\d\] began although the limit of \d",
    ),
    Mutant(
        name="a_cancelled_call_frees_two_places",
        symptom="when some handlers cancel themselves there are more connections than allowed",
        module="calls",
        right=("        if tolerates is not None and self._context.run(tolerates, failure):\n"),
        wrong=(
            "        if tolerates is not None and self._context.run(tolerates, failure):\n"
            "            self._unfinished -= isinstance(failure, CancelledError) "
            "and self._unfinished > 0\n"
        ),
        clauses=("process/at-most-limit", "execute/at-most-limit"),
        message=r"h\d\[\d\] began although the limit of \d",
    ),
    NaiveHelpers(
        name="GatherOfAll",
        symptom="a server is asked a thousand things at once",
        clauses=("process/at-most-limit", "execute/at-most-limit"),
        message=r"h\d\[\d\] began although the limit of \d",
    ),
    NaiveHelpers(
        name="OneTooMany",
        symptom="a limit of 10 connections makes 11",
        clauses=("process/at-most-limit", "execute/at-most-limit"),
        message=r"h\d\[\d\] began although the limit of \d",
    ),
    NaiveHelpers(
        name="OneMoreAfterTwoEndings",
        symptom="now and then, there is one connection too many",
        clauses=("process/at-most-limit", "execute/at-most-limit"),
        message=r"h\d\[\d\] began although the limit of \d",
    ),
    Mutant(
        name="a_call_that_ends_at_once_frees_two_places",
        symptom="under the eager task factory there are more connections than allowed",
        module="calls",
        right="        if self._begun is not None:\n            self._begun(call)\n",
        wrong=(
            "        if self._begun is not None:\n            self._begun(call)\n"
            "        self._unfinished -= call.done()\n"
        ),
        clauses=("process/at-most-limit", "execute/at-most-limit"),
        message=r"h\d\[\d\] began although the limit of \d",
    ),
)
