"""Mutants of `failures/body-and-request`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_request_is_forgotten_for_an_error",
        symptom="a cancelled task goes on because its scope failed at the same moment",
        module="failures",
        right="    task.get_loop().call_soon(deliver)\n",
        wrong="    task.uncancel()\n",
        clauses=("failures/body-and-request",),
        message=r"left the scope was error\d, .*cancellation",
    ),
    Mutant(
        name="an_error_is_forgotten_for_a_request",
        symptom="a failed transaction is logged as cancelled, and nobody learns why it failed",
        module="scope",
        right="        if outcome is not exception:\n",
        wrong=(
            "        if outcome is exception and this_task().cancelling():\n"
            "            stopped = CancelledError()\n"
            "            try:\n"
            "                raise stopped\n"
            "            finally:\n"
            "                stopped.__context__ = None\n"
            "        if outcome is not exception:\n"
        ),
        clauses=("failures/body-and-request",),
        message=r"body of scope \w+ raised error\d?, .* not in its chain",
    ),
)
