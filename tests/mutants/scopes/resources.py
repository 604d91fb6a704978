"""Mutants of `scopes/resources`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="resources_are_closed_first",
        symptom="a task finds its connection closed while it cleans up",
        module="scope",
        right="            cancelled = await tasks.end() or cancelled\n",
        wrong=(
            "            await self._resources.exit(exception)\n"
            "            cancelled = await tasks.end() or cancelled\n"
        ),
        clauses=("scopes/resources",),
        message=r"resource\d was exited while task t\d of scope scope\d",
    ),
    Mutant(
        name="resources_are_exited_before_streams_are_closed",
        symptom="a generator finds its connection closed while it cleans up",
        module="scope",
        right=(
            "            cancelled = await tasks.end() or cancelled\n"
            "            failed = leaving(self._name, tasks.failures, body)\n"
            "            # Step 4. scopes/resources: after the last task and stream. The "
            "body has ended as well:\n"
            "            # it is what called this.\n"
            "            left = await self._resources.exit(cancelled if failed is None "
            "else failed)\n"
        ),
        wrong=(
            "            tasks._close()\n"
            "            cancelled = await tasks._tasks.wait() or cancelled\n"
            "            failed = leaving(self._name, tasks.failures, body)\n"
            "            left = await self._resources.exit(cancelled if failed is None "
            "else failed)\n"
            "            cancelled = await tasks.end() or cancelled\n"
        ),
        clauses=("scopes/resources",),
        message=r"resource\d of scope1 was exited before the clean-up of stream s1 had ended",
    ),
    Mutant(
        name="a_failing_scope_exits_its_resources_beside_its_body",
        symptom="a body that cleans up finds its connection closed because a task has failed",
        module="scope",
        right="        self._tasks = tasks\n",
        wrong=(
            "        self._tasks = tasks\n"
            "        import asyncio\n"
            "\n"
            "        close = tasks._close\n"
            "\n"
            "        def close_all():\n"
            "            close()\n"
            '            if len(tasks.failures) == 1 and not hasattr(tasks, "early"):\n'
            "                exiting = self._resources.exit(tasks.failures[0])\n"
            "                tasks.early = asyncio.get_running_loop().create_task(exiting)\n"
            "\n"
            "        tasks._close = close_all\n"
        ),
        clauses=("scopes/resources",),
        message=r"resource\d of scope1 was exited before the body of scope1 had ended",
    ),
)
