"""Mutants for which a failure counts as dealt with, though nobody got it, and the like."""

from mutant import Mutant
from mutants_failures import COLLECTED, IS_LOST

__all__ = ("MUTANTS",)

CALLED = "        coroutine = context.run(function, *args, **kwargs)\n"
FAILED = "        self.failures.append(failure)\n"


def dropped_if(condition: str) -> str:
    """Let a task return None instead of failing, on a condition of its `callbacks`."""
    return (
        "        async def watched(work=context.run(function, *args, **kwargs)):\n"
        "            try:\n"
        "                return await work\n"
        "            except Exception:\n"
        "                callbacks = [str(each) for each, _ in this_task()._callbacks or ()]\n"
        f"                if not ({condition}):\n"
        "                    raise\n"
        "        coroutine = watched()\n"
    )


MUTANTS = (
    Mutant(
        "a_callback_is_somebody_who_was_told",
        "the failure of a task that has a callback, to count it for instance, is never heard of",
        "tasks",
        CALLED,
        dropped_if("any('<locals>.called' in each for each in callbacks)"),
        "failures/surfaces",
        IS_LOST + "normally",
    ),
    Mutant(
        "who_waits_was_told",
        "`asyncio.wait` without a look at the results swallows what went wrong",
        "tasks",
        CALLED,
        dropped_if("any('_wait.' in each for each in callbacks)"),
        "failures/surfaces",
        IS_LOST + "normally",
    ),
    Mutant(
        "who_gathers_was_told_of_all",
        "of two failures under one `gather` the second is never heard of",
        "tasks",
        CALLED,
        dropped_if(
            "any('gather.' in each for each in callbacks)"
            " and (self.__dict__.setdefault('told', []) or self.told.append(True))"
        ),
        "failures/all-surface",
        IS_LOST,
    ),
    Mutant(
        "of_a_task_s_group_the_first_error_is_kept",
        "of all that failed within a task, one error is reported",
        "failures",
        COLLECTED,
        "    errors = [\n"
        "        each.exceptions[0] if isinstance(each, BaseExceptionGroup) else each\n"
        "        for each in (*tasks, *(error for error in others if error is not None))\n"
        "    ]\n",
        "failures/all-surface",
        r"task t\d of scope around failed with error\d, which nobody has handled, but it did not"
        r" surface",
    ),
    Mutant(
        "what_a_failure_has_caused_is_dropped",
        "an error with the context that a body gave it is lost; what it was raised from is not",
        "failures",
        COLLECTED,
        "    errors = [\n"
        "        *tasks,\n"
        "        *(each for each in others if each is not None and each.__cause__ not in tasks),\n"
        "    ]\n",
        "failures/body-and-task",
        r"the body of scope scope\d raised error\d, and tasks failed with error\d, but what the"
        r" body raised did not surface",
    ),
    Mutant(
        "base_exceptions_stop_nobody",
        "after an error that is no Exception everybody works on in vain",
        "tasks",
        FAILED,
        FAILED + "        if not isinstance(failure, Exception):\n            return\n",
        "failures/fails-fast",
        r"task t\d failed while .* waited for rest\d, and that wait was not cancelled",
    ),
    Mutant(
        "a_body_is_interrupted_once",
        "in a loop that tries again, only the first try fails fast",
        "tasks",
        "        self._interrupted_host = self._host.cancel()\n",
        '        if self._host.get_name() != "interrupted":\n'
        '            self._host.set_name("interrupted")\n'
        "            self._interrupted_host = self._host.cancel()\n",
        "failures/fails-fast",
        r"task t\d failed while the body, in main, waited for [\w ]+, and that wait was not"
        r" cancelled",
    ),
)
