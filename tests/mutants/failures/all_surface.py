"""Mutants of `failures/all-surface`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="failures_that_say_the_same_are_one",
        symptom="of two connections that were refused, only one is reported",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong=(
            "        known = [(type(each), each.args) for each in self.failures]\n"
            "        if (type(failure), failure.args) not in known:\n"
            "            self.failures.append(failure)\n"
        ),
        clauses=("failures/all-surface",),
        message=r"failed with error\d+.*surface",
    ),
    Mutant(
        name="eight_failures_are_kept",
        symptom="of a dozen tasks that failed together, some are never reported",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong="        if len(self.failures) < 8:\n            self.failures.append(failure)\n",
        clauses=("failures/all-surface",),
        message=r"failed with error\d+.*surface",
    ),
    Mutant(
        name="only_the_first_failure_is_kept",
        symptom="the exception that would explain the others is not shown",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong="        if not self.failures:\n            self.failures.append(failure)\n",
        clauses=("failures/all-surface",),
        message=r"t\d+ of scope \w+ failed with error\d+, .*with \w+",
    ),
    Mutant(
        name="failures_that_are_equal_count_once",
        symptom=(
            "of two failures with the same text only one is shown, though their tracebacks differ"
        ),
        module="failures",
        right="    errors = [*tasks, *(error for error in others if error is not None)]\n",
        wrong=(
            "    errors = []\n"
            "    for error in (*tasks, *others):\n"
            "        if error is not None and error not in errors:\n"
            "            errors.append(error)\n"
        ),
        clauses=("failures/all-surface",),
        message=r"t\d+ of scope \w+ failed with error\d+, .*with \w+",
    ),
    Mutant(
        name="one_failure_a_type",
        symptom="of two time-outs in two tasks only one is shown",
        module="failures",
        right="    errors = [*tasks, *(error for error in others if error is not None)]\n",
        wrong=(
            "    errors = []\n"
            "    for error in (*tasks, *others):\n"
            "        if error is not None and type(error) not in map(type, errors):\n"
            "            errors.append(error)\n"
        ),
        clauses=("failures/all-surface",),
        message=r"t\d+ of scope \w+ failed with error\d+, .*with \w+",
    ),
    Mutant(
        name="who_gathers_was_told_of_all",
        symptom="of two failures under one `gather`, the second is never reported",
        module="scope_tasks",
        right="        coroutine = context.run(function, *args, **kwargs)\n",
        wrong=(
            "        async def watched(work=context.run(function, *args, **kwargs)):\n"
            "            try:\n"
            "                return await work\n"
            "            except Exception:\n"
            "                callbacks = [str(each) for each, _ in this_task()._callbacks or ()]\n"
            "                if not (any('gather.' in each for each in callbacks) and "
            "(self.__dict__.setdefault('told', []) or self.told.append(True))):\n"
            "                    raise\n"
            "        coroutine = watched()\n"
        ),
        clauses=("failures/all-surface",),
        message=r"t\d+ of scope \w+ failed with error\d+",
    ),
    Mutant(
        name="of_a_task_s_group_the_first_error_is_kept",
        symptom="of several errors within a task, only one is reported",
        module="failures",
        right="    errors = [*tasks, *(error for error in others if error is not None)]\n",
        wrong=(
            "    errors = [\n"
            "        each.exceptions[0] if isinstance(each, BaseExceptionGroup) else each\n"
            "        for each in (*tasks, *(error for error in others if error is not None))\n"
            "    ]\n"
        ),
        clauses=("failures/all-surface",),
        message=r"task t\d of scope around failed with error\d.*surface",
    ),
    Mutant(
        name="only_the_last_failures_are_kept",
        symptom="of the failures of a crowd of workers the first ones are missing",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong=("        self.failures.append(failure)\n        del self.failures[:-16]\n"),
        clauses=("failures/all-surface",),
        message=r"failed with error\d+.*surface",
    ),
)
