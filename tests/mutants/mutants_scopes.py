"""Mutants that break clauses of chapter scopes."""

from mutant import Mutant

__all__ = ("MUTANTS",)

SPAWNED = "            return self._tasks.start(coroutine, context)\n"
RESTORED = "            current.set(self._outer)\n"
ENDED = "            cancelled = await tasks.end() or cancelled\n"

MUTANTS = (
    Mutant(
        "exit_does_not_await",
        "code after a scope runs beside the clean-up of its tasks",
        "tasks",
        "            while self.running:\n",
        "            while False:\n",
        "scopes/exit-awaits-tasks",
        r"scope scope\d was exited \(.*\) before its task t\d had ended",
    ),
    Mutant(
        "exit_does_not_cancel",
        "a scope with a background task never ends",
        "tasks",
        '        self._close("is exiting")\n',
        '        self._closing = self._closing or "is exiting"\n',
        "scopes/exit-cancels-tasks",
        r"never ends: nothing could run any more \(deadlock\).*exit of scope scope1",
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
        "resources_are_closed_first",
        "a task finds its connection closed while it cleans up",
        "scope",
        ENDED,
        "            await self._resources.exit(exception)\n" + ENDED,
        "scopes/resources",
        r"resource\d was exited while task t\d of scope scope\d, which may be using it",
    ),
    Mutant(
        "what_equals_the_error_of_the_body_is_no_error",
        "a connection that failed to close, in the same way as what was done with it, seems closed",
        "scope",
        "outcome is not exception",
        "outcome != exception",
        "scopes/resources",
        r"a resource of scope2 could not be exited, but its error did not surface",
    ),
    Mutant(
        "late_spawns_are_detached",
        "something still runs when the program believes that all is over",
        "tasks",
        "        if self._closing:\n            raise RuntimeError(\n",
        "        if self._closing:\n"
        "            return asyncio.get_running_loop().create_task(function(*args, **kwargs))\n"
        "            raise RuntimeError(\n",
        "scopes/late-spawn",
        r"scope scope\d was exited \(.*\) before its task t\d had ended",
    ),
    Mutant(
        "exit_cancels_one_after_the_other",
        "one task that takes its time over cleaning up keeps all others going",
        "tasks",
        "            for task in tuple(self.running):\n                task.cancel()\n",
        "            for task in tuple(self.running)[:3]:\n                task.cancel()\n",
        "scopes/exit-cancels-tasks",
        r"never ends: nothing could run any more \(deadlock\).*exit of scope scope\d",
    ),
    Mutant(
        "errors_do_not_cancel",
        "an error is reported only when the last background task has ended, that is, never",
        "scope",
        ENDED,
        "            if body is not None:\n"
        "                cancelled = await tasks._tasks.wait()\n" + ENDED,
        "scopes/error-cancels-tasks",
        r"never ends: nothing could run any more \(deadlock\).*exit of scope scope\d",
    ),
    Mutant(
        "errors_do_not_wait",
        "an error is handled while the failed work still changes things",
        "scope",
        ENDED,
        "            if body is not None:\n"
        '                tasks._close("is exiting")\n'
        "                tasks._tasks.running.clear()\n" + ENDED,
        "scopes/error-cancels-tasks",
        r"scope scope\d was exited \(.*\) before its task t\d had ended",
    ),
    Mutant(
        "errors_cancel_in_the_scope_where_they_are_raised_only",
        "an error that passes through two scopes leaves the tasks of the outer one running",
        "scope",
        ENDED,
        '            if hasattr(body, "seen"):\n'
        "                cancelled = await tasks._tasks.wait()\n"
        "            elif body is not None:\n"
        "                body.seen = True\n" + ENDED,
        "scopes/error-cancels-tasks",
        r"never ends: nothing could run any more \(deadlock\).*exit of scope scope\d",
    ),
    Mutant(
        "tasks_of_tasks_are_detached",
        "what a task spawns goes on when its scope has ended",
        "tasks",
        SPAWNED,
        "            if asyncio.current_task() is not self._host:\n"
        "                loop = asyncio.get_running_loop()\n"
        "                return context.run(loop.create_task, coroutine)\n" + SPAWNED,
        "scopes/descendants",
        r"scope scope\d was exited \(.*\) before its task t\d had ended"
        r"|task t\d began after scope",
    ),
    Mutant(
        "the_third_generation_is_detached",
        "what a task of a task spawns goes on when its scope has ended",
        "tasks",
        SPAWNED,
        "            spawner = asyncio.current_task().get_name()\n"
        "            if spawner.endswith('++'):\n"
        "                loop = asyncio.get_running_loop()\n"
        "                return context.run(loop.create_task, coroutine)\n"
        "            task = self._tasks.start(coroutine, context)\n"
        "            task.set_name(spawner + '+')\n"
        "            return task\n",
        "scopes/descendants",
        r"scope scope\d was exited \(.*\) before its task t\d had ended"
        r"|task t\d began after scope",
    ),
    Mutant(
        "tasks_of_tasks_are_waited_for",
        "a background task that was spawned by a task keeps its scope from ending",
        "tasks",
        SPAWNED,
        "            task = self._tasks.start(coroutine, context)\n"
        "            if asyncio.current_task() is not self._host:\n"
        "                loop = asyncio.get_running_loop()\n"
        "                loop.call_soon(lambda: setattr(self._tasks, 'stop', lambda: [\n"
        "                    each.cancel() for each in self._tasks.running if each is not task]))\n"
        "            return task\n",
        "scopes/descendants",
        r"never ends: nothing could run any more|was never cancelled at its wait",
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
        r"was cancelled while the body of scope\d was still running|RuntimeError|before its task",
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
        "a_request_during_exit_ends_the_wait",
        "a second Ctrl-C leaves tasks running",
        "tasks",
        "                    cancelled = error\n                    self.stop()\n",
        "                    return error\n",
        "scopes/exit-under-cancellation",
        r"scope scope\d was exited \(.*\) before its task t\d had ended",
    ),
    Mutant(
        "a_request_during_exit_is_lost",
        "a shutdown that meets the end of a scope is never noticed",
        "scope",
        "cancelled = await tasks.end() or cancelled\n",
        "await tasks.end()\n",
        "scopes/exit-under-cancellation",
        r"was asked to stop while the exit of scope scope\d waited, but the scope was exited"
        r" normally: the cancellation was swallowed",
    ),
    Mutant(
        "scopes_can_be_reused",
        "a scope that is kept and entered again mixes two runs",
        "scope",
        "        if self._entered:\n",
        "        if False:\n",
        "scopes/single-use",
        r"the object of scope scope1 was entered a second time, and nobody complained",
    ),
    Mutant(
        "scopes_can_be_reused_after_their_end",
        "a scope that is kept and entered again later has lost its resources",
        "scope",
        "        if self._entered:\n",
        "        if self._entered and not self._tasks._exited:\n",
        "scopes/single-use",
        r"the object of scope scope1 was entered a second time, and nobody complained",
    ),
)
