"""Mutants of `observability/log-level`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="warnings_are_infos",
        symptom="a warning is not in the log",
        module="context",
        right="log(logging.WARNING, message",
        wrong="log(logging.INFO, message",
        clauses=("observability/log-level",),
        message=r"a message logged with log_warning made a record of level INFO",
    ),
    Mutant(
        name="errors_are_critical",
        symptom="a failed row calls the same people as a lost database",
        module="context",
        right="log(logging.ERROR, message",
        wrong="log(logging.CRITICAL, message",
        clauses=("observability/log-level",),
        message=r"a message logged with log_error made a record of level CRITICAL",
    ),
    Mutant(
        name="errors_without_an_exception_are_warnings",
        symptom="an error that was not raised wakes nobody",
        module="logs",
        right="        level,  # observability/log-level\n",
        wrong="        logging.WARNING if level == 40 and exception is None else level,\n",
        clauses=("observability/log-level",),
        message=r"a message logged with log_error made a record of level WARNING",
    ),
    Mutant(
        name="exceptions_are_logged_as_errors",
        symptom="everybody is woken up by a warning that has an exception with it",
        module="logs",
        right="        level,  # observability/log-level\n",
        wrong="        level if exception is None else logging.ERROR,\n",
        clauses=("observability/log-level",),
        message=r"logged with log_\w+ made a record of level ERROR",
    ),
    Mutant(
        name="warnings_of_clean_ups_are_dropped",
        symptom="what clean-ups warn of is not in the log",
        module="logs",
        right="    surroundings = current.get()\n",
        wrong=(
            "    surroundings = current.get()\n"
            "    if surroundings is not None and surroundings.tasks._closing and level "
            "< logging.ERROR:\n"
            "        return\n"
        ),
        clauses=("observability/log-level",),
        message=r"logged with log_warning made no record",
    ),
)
