"""Mutants of `cancellation/simultaneous`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_request_of_its_own_hides_that_of_others",
        symptom="a task that is cancelled as a scope in it fails goes on (anyio issue 1214)",
        module="scope",
        right=(
            "        if cancelled is not None:\n            deliver_again(self._requests_before)\n"
        ),
        wrong=(
            "        if cancelled is not None and not tasks._interrupted_host:\n"
            "            deliver_again(self._requests_before)\n"
        ),
        clauses=("cancellation/simultaneous",),
        message=r"runner .*scope scope0 .*request was lost",
        since=(3, 13),
    ),
    Mutant(
        name="failures_hide_a_request",
        symptom="a loop in a nested scope goes on although the outer one is cancelled (gh-116720)",
        module="failures",
        right="    task.get_loop().call_soon(deliver)\n",
        wrong="    pass\n",
        clauses=("cancellation/simultaneous",),
        message=r"runner .*scope scope0 .*request was lost",
        since=(3, 13),
    ),
    Mutant(
        name="failures_use_up_a_request",
        symptom="a supervisor that goes on after failures never stops",
        module="failures",
        right="    task.get_loop().call_soon(deliver)\n",
        wrong="    task.uncancel()\n",
        clauses=("cancellation/simultaneous",),
        message=r"runner .*scope scope0 .*request was lost",
    ),
    Mutant(
        name="a_request_hides_failures",
        symptom="an error during shutdown is never seen",
        module="scope",
        right=(
            "        if cancelled is not None:\n            deliver_again(self._requests_before)\n"
        ),
        wrong=(
            "        if cancelled is not None and this_task().cancelling():\n"
            "            return cancelled\n"
        ),
        clauses=("cancellation/simultaneous",),
        message=r"error\d, .*lost",
    ),
    Mutant(
        name="a_request_strays",
        symptom="after a time-out that met failures, unrelated code is cancelled",
        module="failures",
        right="        if task.cancelling() > acknowledged:\n",
        wrong="        if task.cancelling() > acknowledged or not task.done():\n",
        clauses=("cancellation/simultaneous",),
        message=r"deadline of \d s .*runner was cancelled at",
    ),
    Mutant(
        name="a_cancelled_helper_hides_failures",
        symptom="an error of a handler during shutdown is never seen",
        module="calls",
        right="        if self._failure is not None:\n",
        wrong="        if self._failure is not None and cancelled is None:\n",
        clauses=("cancellation/simultaneous",),
        message=r"error\d.*calls of helper helper\d.*lost",
    ),
)
