"""Mutants of `failures/surfaces`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="failures_after_a_cancelled_task_are_lost",
        symptom="once a download was cancelled by hand, the failures of others are never reported",
        module="scope_tasks",
        right=("        if failure is None or task.cancelled():\n            return\n"),
        wrong=(
            "        self.quiet = getattr(self, 'quiet', False) or (\n"
            "            task.cancelled() and not self._closing)\n"
            "        if self.quiet and not self._closing:\n"
            "            return\n"
            "        if failure is None or task.cancelled():\n"
            "            return\n"
        ),
        clauses=("failures/surfaces",),
        message=r"failed with error\d+.*surface",
    ),
    Mutant(
        name="failures_only_cancel",
        symptom="a scope ends normally, as if its work were done, though a task has died",
        module="scope_tasks",
        right=(
            "        self.failures.append(failure)\n        if self._closing:\n            return"
        ),
        wrong=(
            "        if self._closing:\n"
            "            self.failures.append(failure)\n"
            "            return"
        ),
        clauses=("failures/surfaces",),
        message=r"t\d+ of scope scope\d failed with error\d+, .*(normally|CancelledError)",
    ),
    Mutant(
        name="failures_become_a_bare_cancellation",
        symptom="a program ends with CancelledError instead of the failure",
        module="scope",
        right=(
            "        if cancelled is not None:\n            deliver_again(self._requests_before)\n"
        ),
        wrong=(
            "        if tasks._interrupted_host:\n"
            "            return cancelled or exception\n"
            "        if cancelled is not None:\n"
            "            deliver_again(self._requests_before)\n"
        ),
        clauses=("failures/surfaces",),
        message=r"t\d+ of scope scope\d failed with error\d+, .*(normally|CancelledError)",
    ),
    Mutant(
        name="false_failures_are_none",
        symptom="an exception that is false, such as one with length 0, is lost",
        module="scope_tasks",
        right="        if failure is None or task.cancelled():\n",
        wrong="        if not failure or task.cancelled():\n",
        clauses=("failures/surfaces",),
        message=r"t\d+ of scope scope\d failed with error\d+, .*did not surface",
    ),
    Mutant(
        name="base_exceptions_are_not_kept",
        symptom="a BaseException ends a task, and is never reported",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong=(
            "        if isinstance(failure, Exception):\n"
            "            self.failures.append(failure)\n"
        ),
        clauses=("failures/surfaces",),
        message=r"t\d+ of scope scope\d failed with error\d+",
    ),
    Mutant(
        name="failures_count_only_when_the_body_was_interrupted",
        symptom="a task that fails just as the body ends goes unnoticed",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            cancelled = await tasks.end() or cancelled\n"
            "            if exception is None:\n"
            "                tasks.failures.clear()\n"
        ),
        clauses=("failures/surfaces",),
        message=r"t\d+ of scope scope\d failed with error\d+, .*did not surface",
    ),
    Mutant(
        name="copies_surface",
        symptom="an exception's attributes, or its identity, are lost on the way",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong="        self.failures.append(type(failure)(*failure.args[:1]))\n",
        clauses=("failures/surfaces",),
        message=r"t\d+ of scope scope\d failed with error\d+, .*a copy of error\d",
    ),
    Mutant(
        name="a_callback_is_somebody_who_was_told",
        symptom="the failure of a task that has a done callback is never reported",
        module="scope_tasks",
        right="        coroutine = context.run(function, *args, **kwargs)\n",
        wrong=(
            "        async def watched(work=context.run(function, *args, **kwargs)):\n"
            "            try:\n"
            "                return await work\n"
            "            except Exception:\n"
            "                callbacks = [str(each) for each, _ in this_task()._callbacks or ()]\n"
            "                if not (any('<locals>.called' in each for each in callbacks)):\n"
            "                    raise\n"
            "        coroutine = watched()\n"
        ),
        clauses=("failures/surfaces",),
        message=r"t\d+ of scope scope\d failed with error\d+, .*did not surface",
    ),
    Mutant(
        name="who_waits_was_told",
        symptom="`asyncio.wait` without a look at the results swallows failures",
        module="scope_tasks",
        right="        coroutine = context.run(function, *args, **kwargs)\n",
        wrong=(
            "        async def watched(work=context.run(function, *args, **kwargs)):\n"
            "            try:\n"
            "                return await work\n"
            "            except Exception:\n"
            "                callbacks = [str(each) for each, _ in this_task()._callbacks or ()]\n"
            "                if not (any('_wait.' in each for each in callbacks)):\n"
            "                    raise\n"
            "        coroutine = watched()\n"
        ),
        clauses=("failures/surfaces",),
        message=r"t\d+ of scope scope\d failed with error\d+, .*did not surface",
    ),
    Mutant(
        name="an_interrupted_enter_hides_failed_tasks",
        symptom="a program ends with CancelledError although nothing had cancelled it",
        module="scope",
        right="            await self.__aexit__(type(error), error, error.__traceback__)\n",
        wrong=(
            "            if isinstance(error, CancelledError):\n"
            "                await self._end(self._tasks, error)\n"
            "            else:\n"
            "                await self.__aexit__(type(error), error, error.__traceback__)\n"
        ),
        clauses=("failures/surfaces",),
        message=r"task t\d, spawned by a resource of scope2, failed with 'error'.*surfaced",
    ),
    Mutant(
        name="failures_before_the_first_suspension_are_lost",
        symptom="under the eager task factory, a task that fails at once fails unseen",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        watched = []\n"
            "        task = self._tasks.start(\n"
            "            coroutine, context, lambda *ended: watched and self._ended(*ended))\n"
            "        watched += [True] * (not task.done())\n"
            "        return task\n"
        ),
        clauses=("failures/surfaces",),
        message=r"t\d+ of scope scope\d failed with error\d+, .*(normally|CancelledError)",
    ),
    Mutant(
        name="failures_get_a_note",
        symptom="a failure whose class is frozen is never reported",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong=(
            '        failure.add_note(f"in scope {self._scope_name!r}")\n'
            "        self.failures.append(failure)\n"
        ),
        clauses=("failures/surfaces",),
        message=r"failed with error\d+.*surface",
    ),
    Mutant(
        name="what_has_exceptions_is_a_group",
        symptom="an error that sums up several attempts is never reported itself",
        module="failures",
        right="    errors = [*tasks, *(",
        wrong=(
            '    tasks = [x for each in tasks for x in (getattr(each, "exceptions", '
            "None) or [each])]\n"
            "    errors = [*tasks, *("
        ),
        clauses=("failures/surfaces",),
        message=r"failed with error\d+.*surface",
    ),
    Mutant(
        name="generator_exit_is_no_failure",
        symptom="a task that dies of GeneratorExit seems to have ended well",
        module="scope_tasks",
        right="        if failure is None or task.cancelled():\n",
        wrong=(
            "        if failure is None or task.cancelled() or isinstance(failure, "
            "GeneratorExit):\n"
        ),
        clauses=("failures/surfaces",),
        message=r"failed with error\d+.*surface",
    ),
)
