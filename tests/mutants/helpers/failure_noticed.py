"""Mutants of `process/failure-noticed` and `execute/failure-noticed`."""

from mutant import Mutant, NaiveHelpers

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="late_elements_are_handled",
        symptom="after a batch has failed, one more message is handled",
        module="calls",
        right="        if self._tasks.stopped:\n            raise",
        wrong="        if False:\n            raise",
        clauses=("process/failure-noticed", "execute/failure-noticed"),
        message=r"h1\[0\] had failed.*(h1\[\d\] began|h1\[\d\].* not)",
    ),
    NaiveHelpers(
        name="LooksBetweenElements",
        symptom="a failed consumer of a quiet queue is noticed only with the next message",
        clauses=("process/failure-noticed", "execute/failure-noticed"),
        message=r"deadlock|failed .*idle|h1\[\d\] began",
    ),
    Mutant(
        name="an_eager_failure_is_noticed_before_its_parent_is_known",
        symptom="with eager tasks, what fails at once leaves the task that has started it running",
        module="tasks",
        right="        task.add_done_callback(lambda task: self._ended(task, on_end))\n",
        wrong=(
            "        if task.done():\n"
            "            self._ended(task, on_end)\n"
            "        else:\n"
            "            task.add_done_callback(lambda task: self._ended(task, on_end))\n"
        ),
        clauses=("process/failure-noticed", "execute/failure-noticed"),
        message=r"never ends",
    ),
    Mutant(
        name="failures_are_noticed_a_second_later",
        symptom="for a second after a batch has failed, messages are still handled",
        module="calls",
        right="        self._tasks.stop()\n",
        wrong=(
            "        import asyncio\n"
            "        asyncio.get_running_loop().call_later(1, self._tasks.stop)\n"
        ),
        clauses=("process/failure-noticed", "execute/failure-noticed"),
        message=r"h1\[\d\] had failed and the loop had been idle since, but then an",
    ),
)
