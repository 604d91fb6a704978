"""Mutants that break clauses of chapter scopes."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        "exit_does_not_await",
        "code after a scope runs beside the clean-up of its tasks",
        "tasks",
        "            while self._running:\n",
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
        "            arrived = await tasks.end()\n",
        "            await self._resources.exit(exception)\n"
        "            arrived = await tasks.end()\n",
        "scopes/resources",
        r"resource\d was exited while task t\d of scope scope\d, which may be using it",
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
)
