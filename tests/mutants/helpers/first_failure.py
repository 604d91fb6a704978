"""Mutants of `process/first-failure` and `execute/first-failure`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="failing_clean_ups_win",
        symptom="the error that is reported is not the one that was the cause",
        module="calls",
        right="        if self._failure is None:\n            self._failure = failure\n",
        wrong="        self._failure = failure\n",
        clauses=("process/first-failure", "execute/first-failure"),
        message=r"h1\[\d\] raised when it was cancelled|but helper h1 raised",
    ),
    Mutant(
        name="false_failures_are_ignored",
        symptom="an exception that is false, such as one with length 0, is lost",
        module="calls",
        right="if failure is None or (",
        wrong="if not failure or (",
        clauses=("execute/first-failure", "process/first-failure"),
        message=r"raised error\d, but helper h1 (returned|raised)|never ends",
    ),
    Mutant(
        name="failures_are_tolerated_where_a_stream_was_left",
        symptom="a batch that failed counts as done, since a feed was left early before",
        module="calls",
        right="        if self._failure is None:\n            self._failure = failure\n",
        wrong=(
            "        from .surroundings import current\n"
            "        around = self._context.get(current)\n"
            "        if self._failure is None and not (around and around.tasks._streams):\n"
            "            self._failure = failure\n"
        ),
        clauses=("process/first-failure", "execute/first-failure"),
        message=r"h1\[\d\] raised error\d+, .*h1 returned",
    ),
    NaiveHelpers(
        name="Groups",
        symptom="`except` of the error that a handler raises catches nothing",
        clauses=("process/first-failure", "execute/first-failure"),
        message=r"raised error\d, .*h1 raised .*ExceptionGroup",
    ),
    Mutant(
        name="a_source_that_is_stopped_has_the_last_word",
        symptom="a handler's error is lost: an error of closing the connection is reported instead",
        module="calls",
        right="        self._note(failure, None)\n",
        wrong=(
            "        if failure is not None and not isinstance(failure, CancelledError):\n"
            "            self._failure = failure\n"
            "        self._note(failure, None)\n"
        ),
        clauses=("process/first-failure", "execute/first-failure"),
        message=r"h1 raised .*error\d, which source of h1 raised",
    ),
    Mutant(
        name="what_the_call_itself_raises_is_skipped",
        symptom="an error of a handler that is a plain function vanishes",
        module="calls",
        right="        return await self._handler(element)\n",
        wrong=(
            "        try:\n"
            "            begun = self._handler(element)\n"
            "        except Exception:\n"
            "            return None\n"
            "        return await begun\n"
        ),
        clauses=("process/first-failure", "execute/first-failure"),
        message=r"h1\[\d\] raised error\d, but helper h1 returned",
    ),
)
