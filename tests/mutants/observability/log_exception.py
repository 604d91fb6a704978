"""Mutants of `observability/log-exception`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="warnings_lose_their_exception",
        symptom="a warning in the log has no traceback",
        module="context",
        right="        log(logging.WARNING, message, args, exception, extra)\n",
        wrong="        log(logging.WARNING, message, args, None, extra)\n",
        clauses=("observability/log-exception",),
        message=r"log_warning made: .*exc_info of None",
    ),
    Mutant(
        name="the_exception_being_handled_is_logged",
        symptom="a failure that was returned instead of raised is logged without its traceback",
        module="logs",
        right="        else (type(exception), exception, exception.__traceback__),\n",
        wrong="        else True,\n",
        clauses=("observability/log-exception",),
        message=r"log_\w+ made: .*exc_info of None",
    ),
    Mutant(
        name="exceptions_that_are_false_are_not_logged",
        symptom="an exception with a length of 0 has no traceback in the log",
        module="logs",
        right="        if exception is None\n",
        wrong="        if not exception\n",
        clauses=("observability/log-exception",),
        message=r"made: .*exc_info of None",
    ),
    Mutant(
        name="exceptions_are_dropped_where_the_message_has_arguments",
        symptom="a failure whose message names the element has no traceback in the log",
        module="logs",
        right="        if exception is None\n",
        wrong="        if exception is None or args\n",
        clauses=("observability/log-exception",),
        message=r"log_\w+ made: .*exc_info of None",
    ),
    Mutant(
        name="warnings_are_dropped",
        symptom="warnings are missing from the log",
        module="context",
        right="        log(logging.WARNING, message, args, exception, extra)\n",
        wrong="",
        clauses=("observability/log-exception",),
        message=r"log_warning made: nothing",
    ),
)
