"""Mutants that break clauses of chapter scopes: those on several scopes."""

from mutant import Mutant

__all__ = ("MUTANTS",)

RESTORED = "            current.set(self._outer)\n"

MUTANTS = (
    Mutant(
        "only_exceptions_restore_what_was_current",
        "after Ctrl-C, what is logged while a program ends names a scope that is over",
        "scope",
        "            current.set(self._outer)\n",
        "            if exception is None or isinstance(exception, (Exception, CancelledError)):\n"
        "                current.set(self._outer)\n",
        "scopes/nesting-restores",
        r"in scope scope1, .* was .* before scope scope2 within it, and .* after scope2 had been",
    ),
    Mutant(
        "inner_tasks_go_to_the_outer_scope",
        "tasks of an inner scope go on after it",
        "scope",
        "            tasks=tasks,\n",
        "            tasks=outer.tasks if outer else tasks,\n",
        "scopes/nested-tasks-end-inside",
        r"task t\d began after scope scope\d, in which it was spawned, had been exited"
        r"|scope scope\d was exited \(.*\) before its task t\d had ended",
    ),
    Mutant(
        "state_stays_after_an_error",
        "after an error that was caught, the configuration is another one",
        "scope",
        RESTORED,
        "            if exception is None:\n                current.set(self._outer)\n",
        "scopes/nesting-restores",
        r"in scope scope1, .* was \[.*\] before scope scope2 within it, and \[.*\] after"
        r"|was ended while the body|had ended; that task was spawned after"
        r"|in scope2, entered after scope1 had been exited, the state of type \w, .*, was that of",
    ),
    Mutant(
        "spawns_stay_with_an_ended_scope",
        "after an inner scope, spawning is refused",
        "scope",
        RESTORED,
        "            current.set(self._outer and replace(self._outer, tasks=tasks))\n",
        "scopes/nesting-restores",
        r"scope scope\d took task before\d, but, after a scope within it had been exited, refused",
    ),
    Mutant(
        "the_log_stays_with_an_ended_scope",
        "after an inner scope, records are marked with its name",
        "scope",
        RESTORED,
        "            left = current.get()\n"
        "            current.set(\n"
        "                self._outer and left and replace(self._outer, identity=left.identity)\n"
        "            )\n",
        "scopes/nesting-restores",
        r"in scope scope\d, log was \[.*\] before scope scope\d within it, and \[.*\] after",
    ),
    Mutant(
        "the_outermost_scope_stays_current",
        "a second run in the same task is told that its scope has exited, or reads old settings",
        "scope",
        RESTORED,
        "            if self._outer is not None:\n                current.set(self._outer)\n",
        "scopes/nesting-restores",
        r"in scope2, entered after scope1 had been exited, the state of type D, .* of scope1",
    ),
    Mutant(
        "scopes_are_one_for_the_process",
        "a server answers one request with the settings of another",
        "surroundings",
        'current: ContextVar[Surroundings | None] = ContextVar("haiway_reference.current", '
        "default=None)\n",
        "class Current:\n"
        "    value = None\n\n"
        "    def get(self):\n"
        "        return self.value\n\n"
        "    def set(self, value):\n"
        "        self.value = value\n\n\n"
        "current = Current()\n",
        "scopes/independence",
        r"the state of type A was \[.*\]: another task's scope shows"
        r"|a record logged in scope scope\d says"
        r"|was cancelled while the body of scope\d was still running|RuntimeError",
    ),
    Mutant(
        "scopes_are_told_apart_by_name",
        "the end of one request stops the work of another",
        "scope",
        "        tasks = ScopeTasks(self._name)\n",
        "        import asyncio\n\n"
        "        known = asyncio.get_running_loop().__dict__.setdefault('known', {})\n"
        "        tasks = known.get(self._name)\n"
        "        if tasks is None or tasks._closing:\n"
        "            tasks = known[self._name] = ScopeTasks(self._name)\n",
        "scopes/independence",
        r"was cancelled while the body of scope\d was still running|RuntimeError|before its task"
        r"|a failure in another task's scope",
    ),
    Mutant(
        "exit_cancels_whatever_runs",
        "the end of one request stops all others",
        "tasks",
        "            for task in tuple(self.running):\n                task.cancel()\n",
        "            for task in asyncio.all_tasks() - {asyncio.current_task()}:\n"
        "                if getattr(task.get_coro(), '__name__', '') == 'work':\n"
        "                    task.cancel()\n",
        "scopes/independence",
        r"was cancelled while the body of scope\d was still running",
    ),
    Mutant(
        "nothing_is_restored_if_a_request_meets_the_exit",
        "after a time-out that was caught, the configuration is another one",
        "scope",
        RESTORED,
        "            if cancelled is None or cancelled is exception:\n"
        "                current.set(self._outer)\n",
        "scopes/nesting-restores",
        r"in scope scope\d, .* was \[.*\] before scope scope\d within it, and \[.*\] after"
        r"|scope scope\d took task before\d, but, after a scope within it had been exited, refused"
        r"|in scope2, entered after scope1 had been exited, the state of type \w, .*, was that of",
    ),
)
