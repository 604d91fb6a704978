"""Mutants of `hygiene/no-unretrieved`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="second_failures_are_not_looked_at",
        symptom="the log says that an exception was never retrieved, without naming its task",
        module="tasks",
        right="on_end(task, ended_by(task))",
        wrong="on_end(task, None if self.stopped else ended_by(task))",
        clauses=("hygiene/no-unretrieved",),
        message=r"exception handler .*: Task exception was never retrieved",
        programs_of="failures/in-clean-up",
    ),
    Mutant(
        name="a_future_is_told_of_failures",
        symptom="the log says that an exception was never retrieved, though it was handled",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        self.failures.append(failure)\n"
            "        if len(self.failures) > 1:\n"
            "            asyncio.get_running_loop().create_future().set_exception(failure)\n"
        ),
        clauses=("hygiene/no-unretrieved",),
        message=r"exception handler .*: Future exception was never retrieved",
        programs_of="failures/all-surface",
    ),
    Mutant(
        name="the_second_end_of_a_task_is_a_surprise",
        symptom="the log says that a callback failed",
        module="scope_tasks",
        right='        self._reason = f"is failing',
        wrong=('        del self._tasks.running[task]\n        self._reason = f"is failing'),
        clauses=("hygiene/no-unretrieved",),
        message=r"exception handler .*: Exception in callback .*KeyError",
        programs_of="failures/surfaces",
    ),
)
