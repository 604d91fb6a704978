"""Mutants of `failures/fails-fast`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_task_that_is_being_made_is_not_cancelled",
        symptom=(
            "a task whose child fails in its first step goes on, if tasks are eager (gh-128550)"
        ),
        module="tasks",
        right=("        return self._add(context.copy().run(loop.create_task, coroutine), on_end)"),
        wrong=(
            "        task: Task[R] = Task(coroutine, loop=loop, "
            "context=context.copy(), eager_start=True)\n"
            "        if task.done():\n"
            "            self.running[task] = None\n"
            "            self._ended(task, on_end)\n"
            "            return task\n"
            "        return self._add(task, on_end)"
        ),
        clauses=("failures/fails-fast",),
        message=r"task t\d+ failed while its sibling t\d+ waited for (rest|sleep).* not",
    ),
    Mutant(
        name="the_body_waits_on_after_a_failure",
        symptom="a body waits for ever for a message from a task that has died",
        module="scope_tasks",
        right="        self._interrupted_host = self._host.cancel()\n",
        wrong="",
        clauses=("failures/fails-fast",),
        message=r"task t\d failed while the body, in main, waited for .* not cancelled",
    ),
    Mutant(
        name="siblings_go_on_after_a_failure",
        symptom="tasks go on with work that has lost its purpose, until the body has cleaned up",
        module="scope_tasks",
        right=(
            '        self._reason = f"is failing because of {type(failure).__qualname__}"\n'
            "        self._close()\n"
        ),
        wrong=(
            '        self._reason = f"is failing because of {type(failure).__qualname__}"\n'
            "        self._closing = True\n"
        ),
        clauses=("failures/fails-fast",),
        message=r"task t\d+ failed while its sibling t\d+ waited for .* not",
    ),
    Mutant(
        name="base_exceptions_stop_nobody",
        symptom="after an error that is no Exception, all tasks go on working in vain",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong=(
            "        self.failures.append(failure)\n"
            "        if not isinstance(failure, Exception):\n"
            "            return\n"
        ),
        clauses=("failures/fails-fast",),
        message=r"task t\d+ failed while .* waited for .*not cancelled",
    ),
    Mutant(
        name="a_body_is_interrupted_once",
        symptom="in a loop that tries again, only the first try fails fast",
        module="scope_tasks",
        right="        self._interrupted_host = self._host.cancel()\n",
        wrong=(
            '        if self._host.get_name() != "interrupted":\n'
            '            self._host.set_name("interrupted")\n'
            "            self._interrupted_host = self._host.cancel()\n"
        ),
        clauses=("failures/fails-fast",),
        message=r"task t\d failed while the body, in main, waited for [\w ]+.* not cancelled",
    ),
)
