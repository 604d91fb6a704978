"""Mutants of `scopes/after-exit`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="a_scope_that_has_exited_spawns_detached_tasks",
        symptom="a job that was spawned too late runs on without an owner",
        module="scope_tasks",
        right=('        if self._closing:\n            raise RuntimeError(f"Scope'),
        wrong=(
            "        if self._exited:\n"
            "            import asyncio\n"
            "\n"
            "            return asyncio.get_running_loop().create_task(function(*args, **kwargs))\n"
            "        if self._closing:\n"
            '            raise RuntimeError(f"Scope'
        ),
        clauses=("scopes/after-exit",),
        message=r"scope1 had exited, and starter spawned t\d in it, without an error",
    ),
    Mutant(
        name="a_scope_that_has_exited_takes_streams",
        symptom="a stream that was opened too late is closed by nobody",
        module="scope_tasks",
        right="        if self._exited:\n",
        wrong="        if False:\n",
        clauses=("scopes/after-exit",),
        message=r"scope1 had exited, and starter opened stream s1",
    ),
)
