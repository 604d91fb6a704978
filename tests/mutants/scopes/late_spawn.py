"""Mutants of `scopes/late-spawn`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_failing_scope_takes_tasks",
        symptom="a task spawned by a clean-up is never cancelled, and the scope hangs (gh-94398)",
        module="scope_tasks",
        right=('        if self._closing:\n            raise RuntimeError(f"Scope'),
        wrong=('        if self._exited:\n            raise RuntimeError(f"Scope'),
        clauses=("scopes/late-spawn",),
        message=r"never ends.*exit of scope",
    ),
    Mutant(
        name="failing_scopes_take_late_tasks",
        symptom="a service that crashed hangs: a clean-up spawned a task that is never cancelled",
        module="scope_tasks",
        right="        if self._closing:\n            raise RuntimeError(",
        wrong=(
            '        if self._closing and self._reason == "is exiting":\n'
            "            raise RuntimeError("
        ),
        clauses=("scopes/late-spawn",),
        message=r"never ends: .* main is in the exit of scope scope1",
    ),
    Mutant(
        name="spawning_goes_on_while_resources_are_exited",
        symptom="a task spawned when a connection is closed outlives the scope",
        module="scope_tasks",
        right="        self._exited = True\n",
        wrong=("        self._exited = True\n        self._closing = False\n"),
        clauses=("scopes/late-spawn",),
        message=r"task t\d, spawned by resource\d, outlived even scope1",
    ),
    Mutant(
        name="late_spawns_are_detached",
        symptom="a task spawned during the exit outlives the scope",
        module="scope_tasks",
        right=('        if self._closing:\n            raise RuntimeError(f"Scope'),
        wrong=(
            "        import asyncio\n"
            "\n"
            "        if self._closing:\n"
            "            return asyncio.get_running_loop().create_task(function(*args, **kwargs))\n"
            '            raise RuntimeError(f"Scope'
        ),
        clauses=("scopes/late-spawn",),
        message=r"scope scope\d was exited \(.*\) before its task t\d had ended",
    ),
    Mutant(
        name="spawning_goes_on_while_streams_are_closed",
        symptom="a task spawned when a stream is closed outlives the scope",
        module="scope_tasks",
        right="        cancelled = await self._tasks.wait()\n",
        wrong=("        cancelled = await self._tasks.wait()\n        self._closing = False\n"),
        clauses=("scopes/late-spawn",),
        message=r"task t\d, spawned by source of s1, outlived even scope1",
    ),
)
