"""Mutants that break clause tasks/handle: handles that are not as good as tasks."""

from mutant import Mutant
from mutants_tasks import PROXY, SPAWNED

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        "handles_can_only_be_awaited",
        "code that asks whether a task is done fails",
        "tasks",
        SPAWNED,
        PROXY.replace("return getattr(task, name)", "raise AttributeError(name)")
        + "            return Handle()\n",
        "tasks/handle",
        r"who waited for it was given: raised AttributeError|were .*raises AttributeError",
    ),
    Mutant(
        "callbacks_get_another_object",
        "a callback does not find the task that it is called for in a set of tasks",
        "tasks",
        SPAWNED,
        PROXY + "            return Handle()\n",
        "tasks/handle",
        r"a callback added to t1 was called with something else than the task",
    ),
    Mutant(
        "a_cancelled_task_has_no_exception",
        "a task that was cancelled is taken for one that went well",
        "tasks",
        SPAWNED,
        PROXY + "                def exception(self) -> Any:\n"
        "                    return None if task.cancelled() else task.exception()\n\n"
        "                def add_done_callback(self, callback: Any, **options: Any) -> None:\n"
        "                    task.add_done_callback(lambda _: callback(self), **options)\n\n"
        "            return Handle()\n",
        "tasks/handle",
        r"done, cancelled, result and exception of t1 were .*'raises CancelledError', 'None'",
    ),
    Mutant(
        "late_callbacks_are_not_called",
        "a callback that is added to a task which is done is never called",
        "tasks",
        SPAWNED,
        PROXY
        + "                def add_done_callback(self, callback: Any, **options: Any) -> None:\n"
        "                    if not task.done():\n"
        "                        task.add_done_callback(lambda _: callback(self), **options)\n\n"
        "            return Handle()\n",
        "tasks/handle",
        r"\d of \d callbacks were added to t1, which has ended, and \d were called",
    ),
    Mutant(
        "callbacks_lose_their_context",
        "what a callback logs lacks the id of the request that it was added for",
        "tasks",
        SPAWNED,
        PROXY
        + "                def add_done_callback(self, callback: Any, **options: Any) -> None:\n"
        "                    task.add_done_callback(lambda _: callback(self))\n\n"
        "            return Handle()\n",
        "tasks/handle",
        r"a callback that was added to t1 with `context=` was called in another context",
    ),
    Mutant(
        "a_callback_that_is_there_is_not_added",
        "a counter that is told of each of two reasons to count counts one",
        "tasks",
        SPAWNED,
        PROXY
        + "                def add_done_callback(self, callback: Any, **options: Any) -> None:\n"
        "                    known = self.__dict__.setdefault('known', [])\n"
        "                    if callback not in known:\n"
        "                        known.append(callback)\n"
        "                        task.add_done_callback(lambda _: callback(self), **options)\n\n"
        "            return Handle()\n",
        "tasks/handle",
        r"\d of \d callbacks were added twice to t1, which has ended, and \d were called",
    ),
    Mutant(
        "cancelled_means_asked_to_stop",
        "a task that has done its work in spite of a request is taken for one that has not",
        "tasks",
        SPAWNED,
        PROXY + "                def cancelled(self) -> bool:\n"
        "                    return task.cancelled() or task.cancelling() > 0\n\n"
        "                def add_done_callback(self, callback: Any, **options: Any) -> None:\n"
        "                    task.add_done_callback(lambda _: callback(self), **options)\n\n"
        "            return Handle()\n",
        "tasks/handle",
        r"done, cancelled, result and exception of t1 were \('(True|False)', 'True', '",
    ),
)
