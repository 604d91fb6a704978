"""Mutants of `cancellation/handle-cancel`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="handles_are_shielded",
        symptom="a cancelled download goes on in the background",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        return asyncio.shield(self._tasks.start(coroutine, context, self._ended))\n"
        ),
        clauses=("cancellation/handle-cancel",),
        message=r"victim\d .*never\d.* not been cancelled",
    ),
    Mutant(
        name="handles_only_watch_their_task",
        symptom="a cancelled download goes on, and its awaiter believes that it has stopped",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            "        handle = asyncio.get_running_loop().create_future()\n"
            "\n"
            "        def tell(task: Task[R]) -> None:\n"
            "            if handle.done():\n"
            "                return\n"
            "            if task.cancelled():\n"
            "                handle.cancel()\n"
            "            elif error := task.exception():\n"
            "                handle.set_exception(error)\n"
            "                handle.exception()\n"
            "            else:\n"
            "                handle.set_result(task.result())\n"
            "\n"
            "        task.add_done_callback(tell)\n"
            "        return handle\n"
        ),
        clauses=("cancellation/handle-cancel",),
        message=r"victim\d .*never\d.* not been cancelled",
    ),
)
