"""Mutants of `scopes/exit-under-cancellation`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="an_exit_without_failures_swallows_a_request",
        symptom=(
            "code after a scope runs although its task was cancelled in the exit (anyio issue 374)"
        ),
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            cancelled = await tasks.end() or cancelled\n"
            "            if exception is None and not tasks.failures:\n"
            "                cancelled = None\n"
        ),
        clauses=("scopes/exit-under-cancellation",),
        message=r"exit of scope scope\d .*exited normally",
    ),
    Mutant(
        name="a_request_during_exit_ends_the_wait",
        symptom="a second Ctrl-C leaves tasks running",
        module="tasks",
        right=("                cancelled = error\n                self.stop()\n"),
        wrong="                return error\n",
        clauses=("scopes/exit-under-cancellation",),
        message=r"scope scope\d was exited \(.*\) before its task t\d had ended",
    ),
    Mutant(
        name="a_request_during_exit_is_lost",
        symptom="a shutdown that meets the end of a scope is never noticed",
        module="scope",
        right="cancelled = await tasks.end() or cancelled\n",
        wrong="await tasks.end()\n",
        clauses=("scopes/exit-under-cancellation",),
        message=r"exit of scope scope\d .*exited normally",
    ),
    Mutant(
        name="a_second_request_during_exit_ends_the_wait",
        symptom="a second Ctrl-C leaves tasks running, where the first did not",
        module="tasks",
        right="                cancelled = error\n",
        wrong=(
            "                if cancelled is not None:\n"
            "                    return error\n"
            "                cancelled = error\n"
        ),
        clauses=("scopes/exit-under-cancellation",),
        message=r"scope scope\d was exited \(.*\) before its task t\d had ended",
    ),
    Mutant(
        name="the_third_request_is_obeyed_at_once",
        symptom="an impatient operator leaves tasks behind",
        module="tasks",
        right="                cancelled = error\n",
        wrong=(
            "                cancelled = error\n"
            "                self.requests = getattr(self, 'requests', 0) + 1\n"
            "                if self.requests > 2:\n"
            "                    return cancelled\n"
        ),
        clauses=("scopes/exit-under-cancellation",),
        message=r"scope \w+ was exited \(CancelledError\) before its task t\d+ had ended",
    ),
    Mutant(
        name="requests_with_a_message_are_obeyed_at_once",
        symptom="tasks are left behind if a request says why",
        module="tasks",
        right="                cancelled = error\n",
        wrong=(
            "                if error.args:\n"
            "                    raise\n"
            "                cancelled = error\n"
        ),
        clauses=("scopes/exit-under-cancellation",),
        message=r"scope \w+ was exited \(CancelledError\) before its task t\d+ had ended",
    ),
)
