"""Mutants that break clauses of chapter failures."""

from mutant import Mutant

__all__ = ("MUTANTS",)

IS_LOST = (
    r"task t\d+ of scope scope\d failed with error\d+, which nobody has handled, but it did not"
    r" surface: the scope was exited "
)

ENDED = "            cancelled = await tasks.end() or cancelled\n"
COLLECTED = "    errors = [*tasks, *(error for error in others if error is not None)]\n"

MUTANTS = (
    Mutant(
        "failures_only_cancel",
        "a scope ends normally, as if its work were done, though a task has died",
        "tasks",
        "        self.failures.append(failure)\n        if self._closing:\n            return",
        "        if self._closing:\n            self.failures.append(failure)\n            return",
        "failures/surfaces",
        IS_LOST + "(normally|with CancelledError)",
    ),
    Mutant(
        "failures_become_a_bare_cancellation",
        "a program ends with CancelledError, and nobody knows why",
        "scope",
        "            if cancelled is not None:\n"
        "                deliver_again(self._requests_before)\n",
        "            if tasks._interrupted_host:\n"
        "                return cancelled or exception\n"
        "            if cancelled is not None:\n"
        "                deliver_again(self._requests_before)\n",
        "failures/surfaces",
        IS_LOST + "(normally|with CancelledError)",
    ),
    Mutant(
        "false_failures_are_none",
        "an exception that has a length, and is empty, is not seen as one",
        "tasks",
        "        if failure is None or task.cancelled():\n",
        "        if not failure or task.cancelled():\n",
        "failures/surfaces",
        IS_LOST + "normally",
    ),
    Mutant(
        "base_exceptions_are_not_kept",
        "an exception that is no Exception ends a task, and nobody is told",
        "tasks",
        "        self.failures.append(failure)\n",
        "        if isinstance(failure, Exception):\n            self.failures.append(failure)\n",
        "failures/surfaces",
        IS_LOST,
    ),
    Mutant(
        "failures_count_only_when_the_body_was_interrupted",
        "a task that fails just as the body ends goes unnoticed",
        "scope",
        ENDED,
        ENDED + "            if exception is None:\n                tasks.failures.clear()\n",
        "failures/surfaces",
        IS_LOST + "normally",
    ),
    Mutant(
        "copies_surface",
        "an exception's attributes, or its identity, are lost on the way",
        "tasks",
        "        self.failures.append(failure)\n",
        "        self.failures.append(type(failure)(*failure.args[:1]))\n",
        "failures/surfaces",
        IS_LOST + r"with .*a copy of error\d",
    ),
    Mutant(
        "the_body_waits_on_after_a_failure",
        "a body waits for ever for a message from a task that has died",
        "tasks",
        "        self._interrupted_host = self._host.cancel()\n",
        "",
        "failures/fails-fast",
        r"task t\d failed while the body, in main, waited for .*, and that wait was not cancelled",
    ),
    Mutant(
        "siblings_go_on_after_a_failure",
        "tasks go on with work that has lost its purpose, until the body has cleaned up",
        "tasks",
        '        self._close(f"is failing because of {type(failure).__qualname__}")\n',
        '        self._closing = "is failing"\n',
        "failures/fails-fast",
        r"task t\d failed while its sibling t\d waited for .*, and that",
    ),
    Mutant(
        "only_the_first_failure_is_kept",
        "the exception that would explain the others is not shown",
        "tasks",
        "        self.failures.append(failure)\n",
        "        if not self.failures:\n            self.failures.append(failure)\n",
        "failures/all-surface",
        IS_LOST + r"with \w+",
    ),
    Mutant(
        "failures_that_are_equal_count_once",
        "of two failures with the same text only one is shown, though their tracebacks differ",
        "failures",
        COLLECTED,
        "    errors = []\n"
        "    for error in (*tasks, *others):\n"
        "        if error is not None and error not in errors:\n"
        "            errors.append(error)\n",
        "failures/all-surface",
        IS_LOST + r"with \w+",
    ),
    Mutant(
        "one_failure_a_type",
        "of two time-outs in two tasks only one is shown",
        "failures",
        COLLECTED,
        "    errors = []\n"
        "    for error in (*tasks, *others):\n"
        "        if error is not None and type(error) not in map(type, errors):\n"
        "            errors.append(error)\n",
        "failures/all-surface",
        IS_LOST + r"with \w+",
    ),
    Mutant(
        "errors_are_wrapped",
        "`except ValueError` around a call stops working when the callee begins to use a scope",
        "failures",
        "    if not tasks:\n        return others[-1]\n",
        "    if not tasks and others[-1] is None:\n        return None\n",
        "failures/body-alone",
        r"the body of scope scope\d raised error\d, .* exited \w*Group\[error\d\]",
    ),
    Mutant(
        "the_cause_is_dropped",
        "`raise ... from ...` in a body shows no cause any more",
        "scope",
        "            if failed is None:\n",
        "            if body is not None:\n"
        "                body.__cause__ = None\n"
        "            if failed is None:\n",
        "failures/body-alone",
        r"when it left the scope, its `__cause__` was None, before cause",
    ),
    Mutant(
        "a_request_is_forgotten_for_an_error",
        "a task that was asked to stop goes on, because its scope failed in the same moment",
        "failures",
        "    task.get_loop().call_soon(deliver)\n",
        "    task.uncancel()\n",
        "failures/body-alone",
        r"what left the scope was error\d, and the request is neither in its chain nor pending",
    ),
    Mutant(
        "the_body_s_error_gives_way",
        "of an error in the body and one in a task only the latter is shown",
        "failures",
        "error for error in others if",
        "error for error in others[1:] if",
        "failures/body-and-task",
        r"but what the body raised did not surface",
    ),
    Mutant(
        "the_tasks_errors_give_way",
        "of an error in the body and one in a task only the former is shown",
        "failures",
        COLLECTED,
        "    tasks = tasks if others[0] is None else ()\n" + COLLECTED,
        "failures/body-and-task",
        IS_LOST + r"with (ExceptionGroup\[)?error\d",
    ),
    Mutant(
        "failures_after_a_request_are_ignored",
        "a clean-up that could not save its data fails in silence",
        "tasks",
        "        if failure is None or task.cancelled():\n",
        "        if failure is None or task.cancelled() or task.cancelling():\n",
        "failures/in-clean-up",
        IS_LOST,
    ),
    Mutant(
        "failures_during_exit_are_ignored",
        "what goes wrong while a scope shuts down is not reported",
        "tasks",
        "        self.failures.append(failure)\n",
        '        if self._closing != "is exiting":\n            self.failures.append(failure)\n',
        "failures/in-clean-up",
        IS_LOST,
    ),
    Mutant(
        "a_cancelled_task_has_failed",
        "a scope raises because a background task that is not needed any more was cancelled",
        "tasks",
        "        if failure is None or task.cancelled():\n",
        "        if failure is None:\n",
        "failures/cancelled-is-not-failed",
        r"tasks t\d.* ended cancelled and none failed; but the scope raised: \w*Group\[Cancelled",
    ),
    Mutant(
        "a_failure_goes_to_the_outermost_scope",
        "`try` around an inner scope catches nothing: the whole program fails instead",
        "scope",
        "            tasks=tasks,\n",
        "            tasks=outer.tasks if outer else tasks,\n",
        "failures/through-nesting",
        r"error\d.* failed in scope scope\d.*, but",
    ),
    Mutant(
        "a_failed_task_gives_none",
        "a program computes with None instead of what a task was to return",
        "tasks",
        "            return self._tasks.start(coroutine, context)\n",
        "            async def quiet(coroutine=coroutine):\n"
        "                try:\n"
        "                    return await coroutine\n"
        "                except Exception as error:\n"
        "                    self.failures.append(error)\n"
        "            return self._tasks.start(quiet(), context)\n",
        "failures/awaiter",
        r"task t\d failed with error\d, but \w+, which awaited it, got the value: None",
    ),
    Mutant(
        "an_awaiter_gets_another_exception",
        "`except ValueError` around `await task` does not catch the task's ValueError",
        "tasks",
        "            return self._tasks.start(coroutine, context)\n",
        "            async def wrapped(coroutine=coroutine):\n"
        "                try:\n"
        "                    return await coroutine\n"
        "                except Exception as error:\n"
        '                    raise RuntimeError("a task failed") from error\n'
        "            return self._tasks.start(wrapped(), context)\n",
        "failures/awaiter",
        r"task t\d failed with error\d, but \w+, which awaited it, got: raised RuntimeError",
    ),
    Mutant(
        "a_single_failure_has_no_group",
        "`except*` is needed for two failures and does not fit for one's own handlers of one",
        "failures",
        "    # An ExceptionGroup, if all are Exceptions.\n",
        "    if len(errors) == 1:\n        return errors[0]\n",
        "failures/group-shape",
        r"expected a group of that, but what left the scope was error\d",
    ),
    Mutant(
        "an_interpreter_exit_is_put_into_a_group",
        "`sys.exit` in a task does not end the program",
        "tasks",
        "            return self._tasks.start(coroutine, context)\n",
        "            async def contained(coroutine=coroutine):\n"
        "                try:\n"
        "                    return await coroutine\n"
        "                except (KeyboardInterrupt, SystemExit) as error:\n"
        '                    raise BaseExceptionGroup("exits", [error]) from None\n'
        "            return self._tasks.start(contained(), context)\n",
        "failures/interpreter-exit",
        r"what left the program was BaseExceptionGroup\[.*exit",
    ),
    Mutant(
        "an_interpreter_exit_leaves_tasks_behind",
        "Ctrl-C stops a program before its tasks have cleaned up",
        "tasks",
        "        cancelled = await self._tasks.wait()\n        try:\n",
        "        exits = [each for each in self.failures if not isinstance(each, Exception)]\n"
        "        cancelled = None if exits else await self._tasks.wait()\n        try:\n",
        "failures/interpreter-exit",
        r"task t\d had not ended when scope scope1, the outermost, was exited",
    ),
)
