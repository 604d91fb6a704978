"""Mutants that break clauses of chapter scopes."""

from mutant import Mutant

__all__ = ("MUTANTS",)

SPAWNED = "            return self._tasks.start(coroutine, context)\n"
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
    Mutant(
        "exit_cancels_the_first_32",
        "a scope with very many background tasks never ends",
        "tasks",
        "            for task in tuple(self.running):\n                task.cancel()\n",
        "            for task in tuple(self.running)[:32]:\n                task.cancel()\n",
        "scopes/exit-cancels-tasks",
        r"never ends: nothing could run any more \(deadlock\).*exit of scope scope\d",
    ),
    Mutant(
        "who_was_asked_is_not_asked_by_exit",
        "a task that survived a request to stop keeps its scope open for ever",
        "tasks",
        "                task.cancel()\n",
        "                task.cancelling() or task.cancel()\n",
        "scopes/exit-cancels-tasks",
        r"never ends: nothing could run any more \(deadlock\).*exit of scope scope\d",
    ),
    Mutant(
        "who_was_asked_is_not_awaited_by_exit",
        "a task that was asked to stop at last still cleans up when its scope is over",
        "tasks",
        '        self._close("is exiting")\n',
        "        if not self._closing:\n"
        "            for task in [each for each in self._tasks.running if each.cancelling()]:\n"
        "                task.remove_done_callback(self._tasks._ended)\n"
        "                del self._tasks.running[task]\n"
        '        self._close("is exiting")\n',
        "scopes/exit-awaits-tasks",
        r"scope scope\d was exited \(.*\) before its task t\d had ended",
    ),
    Mutant(
        "only_exceptions_cancel",
        "a body that raises a BaseException of its own is stuck in its scope",
        "scope",
        ENDED,
        "            if body is not None and not isinstance(body, Exception):\n"
        "                cancelled = await tasks._tasks.wait()\n" + ENDED,
        "scopes/error-cancels-tasks",
        r"never ends: nothing could run any more \(deadlock\).*exit of scope scope\d",
    ),
    Mutant(
        "spawning_goes_on_while_streams_are_closed",
        "what the end of a stream starts is still there when the program believes that all is over",
        "tasks",
        "        cancelled = await self._tasks.wait()\n",
        '        cancelled = await self._tasks.wait()\n        self._closing = ""\n',
        "scopes/late-spawn",
        r"task t\d, spawned by source of s1, outlived even scope1",
    ),
    Mutant(
        "a_second_request_during_exit_ends_the_wait",
        "a second Ctrl-C leaves tasks running, where the first did not",
        "tasks",
        "                    cancelled = error\n",
        "                    if cancelled is not None:\n"
        "                        return error\n"
        "                    cancelled = error\n",
        "scopes/exit-under-cancellation",
        r"scope scope\d was exited \(.*\) before its task t\d had ended",
    ),
    Mutant(
        "scopes_can_be_reused_by_another_task",
        "a scope that two tasks enter mixes two runs",
        "scope",
        "        if self._entered:\n",
        "        user, self._user = getattr(self, '_user', None), this_task()\n"
        "        if user is this_task():\n",
        "scopes/single-use",
        r"the object of scope scope1 was entered a second time, and nobody complained",
    ),
)
