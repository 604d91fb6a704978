"""Mutants of `observability/log-message`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="messages_are_always_formatted",
        symptom="a message with a percent sign in it is an error",
        module="logs",
        right=(
            "        message,\n"
            "        *args,  # observability/log-message: without any, it is not formatted\n"
        ),
        wrong=('        "%s",\n        message % args,\n'),
        clauses=("observability/log-message",),
        message=r"was called without arguments, and",
    ),
    Mutant(
        name="braces_are_filled_in",
        symptom="a message that contains JSON is an error",
        module="logs",
        right=(
            "        message,\n"
            "        *args,  # observability/log-message: without any, it is not formatted\n"
        ),
        wrong=("        message.format(),\n        *args,\n"),
        clauses=("observability/log-message",),
        message=r"was called without arguments, and",
    ),
    Mutant(
        name="the_exception_is_put_into_the_message",
        symptom="a customer who types a percent sign can hide a failure from the log",
        module="logs",
        right=("        message,\n        *args,"),
        wrong=(
            '        message if exception is None or args else f"{message} (%s)",\n'
            "        *(args if exception is None or args else (type(exception).__name__,)),"
        ),
        clauses=("observability/log-message",),
        message=r"was called without arguments, and",
    ),
)
