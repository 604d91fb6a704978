"""Mutants of `scopes/exit-awaits-tasks`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="bookkeeping_is_cut_back",
        symptom="after some thousand requests, one is cut off in the middle of its clean-up",
        module="tasks",
        right="        del self.running[task]\n",
        wrong=(
            "        self.running.pop(task, None)\n"
            "        self.count = getattr(self, 'count', 0) + 1\n"
            "        if self.count > 20:\n"
            "            self.running = {it: None for it in self.running if not it.cancelling()}\n"
        ),
        clauses=("scopes/exit-awaits-tasks",),
        message=r"scope scope1 was exited .* before its task t\d+ had ended",
    ),
    Mutant(
        name="tasks_with_arguments_are_detached",
        symptom="a task that was spawned with arguments goes on after its scope",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        if kwargs:\n"
            "            import asyncio\n"
            "\n"
            "            return context.run(asyncio.create_task, coroutine)\n"
            "        return self._tasks.start(coroutine, context, self._ended)\n"
        ),
        clauses=("scopes/exit-awaits-tasks",),
        message=r"was exited \(.*\) before its task t\d+ had ended|t\d+ began after scope",
    ),
    Mutant(
        name="exit_does_not_await",
        symptom="code after a scope runs concurrently with the clean-up of its tasks",
        module="tasks",
        right="        while self.running:\n",
        wrong="        while False:\n",
        clauses=("scopes/exit-awaits-tasks",),
        message=r"scope scope\d was exited \(.*\) before its task t\d had ended",
    ),
    Mutant(
        name="who_was_asked_is_not_awaited_by_exit",
        symptom="the task that was cancelled last still cleans up after its scope",
        module="scope_tasks",
        right=(
            "        self._close()\n"
            "        # scopes/exit-awaits-tasks: all have ended after this line, "
            "clean-ups included.\n"
        ),
        wrong=(
            "        class Running(dict):\n"
            "            def __delitem__(self, task):\n"
            "                self.pop(task, None)\n"
            "\n"
            "        if not self._closing:\n"
            "            running = self._tasks.running\n"
            "            self._tasks.running = Running((each, None) for each in "
            "running if not each.cancelling())\n"
            "        self._close()\n"
            "        # scopes/exit-awaits-tasks: all have ended after this line, "
            "clean-ups included.\n"
        ),
        clauses=("scopes/exit-awaits-tasks",),
        message=r"scope scope\d was exited \(.*\) before its task t\d had ended",
    ),
)
