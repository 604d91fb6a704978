"""Mutants of `tasks/handle`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="handles_can_only_be_awaited",
        symptom="code that asks whether a task is done fails",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            "\n"
            "        class Handle:\n"
            "            _asyncio_future_blocking = False\n"
            "\n"
            "            def __getattr__(self, name: str) -> Any:\n"
            "                raise AttributeError(name)\n"
            "\n"
            "            def __await__(self) -> Any:\n"
            "                return task.__await__()\n"
            "\n"
            "        return Handle()\n"
        ),
        clauses=("tasks/handle",),
        message=r"raised AttributeError|were .*raises AttributeError",
    ),
    Mutant(
        name="callbacks_get_another_object",
        symptom="a callback does not find the task that it is called for in a set of tasks",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            "\n"
            "        class Handle:\n"
            "            _asyncio_future_blocking = False\n"
            "\n"
            "            def __getattr__(self, name: str) -> Any:\n"
            "                return getattr(task, name)\n"
            "\n"
            "            def __await__(self) -> Any:\n"
            "                return task.__await__()\n"
            "\n"
            "        return Handle()\n"
        ),
        clauses=("tasks/handle",),
        message=r"callback added to t1 .*called with",
    ),
    Mutant(
        name="a_cancelled_task_has_no_exception",
        symptom="a cancelled task seems to have succeeded",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            "\n"
            "        class Handle:\n"
            "            _asyncio_future_blocking = False\n"
            "\n"
            "            def __getattr__(self, name: str) -> Any:\n"
            "                return getattr(task, name)\n"
            "\n"
            "            def __await__(self) -> Any:\n"
            "                return task.__await__()\n"
            "\n"
            "            def exception(self) -> Any:\n"
            "                return None if task.cancelled() else task.exception()\n"
            "\n"
            "            def add_done_callback(self, callback: Any, **options: Any) -> None:\n"
            "                task.add_done_callback(lambda _: callback(self), **options)\n"
            "\n"
            "        return Handle()\n"
        ),
        clauses=("tasks/handle",),
        message=(
            r"done, cancelled, result and exception of t1 were .*'raises CancelledError', 'None'"
        ),
    ),
    Mutant(
        name="late_callbacks_are_not_called",
        symptom="a callback that is added to a task which is done is never called",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            "\n"
            "        class Handle:\n"
            "            _asyncio_future_blocking = False\n"
            "\n"
            "            def __getattr__(self, name: str) -> Any:\n"
            "                return getattr(task, name)\n"
            "\n"
            "            def __await__(self) -> Any:\n"
            "                return task.__await__()\n"
            "\n"
            "            def add_done_callback(self, callback: Any, **options: Any) -> None:\n"
            "                if not task.done():\n"
            "                    task.add_done_callback(lambda _: callback(self), **options)\n"
            "\n"
            "        return Handle()\n"
        ),
        clauses=("tasks/handle",),
        message=r"\d callbacks were added to t1, .*\d were called",
    ),
    Mutant(
        name="callbacks_lose_their_context",
        symptom="log records of a callback lack the id of the request for which it was added",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            "\n"
            "        class Handle:\n"
            "            _asyncio_future_blocking = False\n"
            "\n"
            "            def __getattr__(self, name: str) -> Any:\n"
            "                return getattr(task, name)\n"
            "\n"
            "            def __await__(self) -> Any:\n"
            "                return task.__await__()\n"
            "\n"
            "            def add_done_callback(self, callback: Any, **options: Any) -> None:\n"
            "                task.add_done_callback(lambda _: callback(self))\n"
            "\n"
            "        return Handle()\n"
        ),
        clauses=("tasks/handle",),
        message=r"callback .*t1 with `context=`",
    ),
    Mutant(
        name="a_callback_that_is_there_is_not_added",
        symptom="a callback that is added twice is called once",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            "\n"
            "        class Handle:\n"
            "            _asyncio_future_blocking = False\n"
            "\n"
            "            def __getattr__(self, name: str) -> Any:\n"
            "                return getattr(task, name)\n"
            "\n"
            "            def __await__(self) -> Any:\n"
            "                return task.__await__()\n"
            "\n"
            "            def add_done_callback(self, callback: Any, **options: Any) -> None:\n"
            "                known = self.__dict__.setdefault('known', [])\n"
            "                if callback not in known:\n"
            "                    known.append(callback)\n"
            "                    task.add_done_callback(lambda _: callback(self), **options)\n"
            "\n"
            "        return Handle()\n"
        ),
        clauses=("tasks/handle",),
        message=r"\d callbacks were added twice to t1, .*\d were called",
    ),
    Mutant(
        name="cancelled_means_asked_to_stop",
        symptom="a task that completed although it was cancelled counts as cancelled",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        task = self._tasks.start(coroutine, context, self._ended)\n"
            "\n"
            "        class Handle:\n"
            "            _asyncio_future_blocking = False\n"
            "\n"
            "            def __getattr__(self, name: str) -> Any:\n"
            "                return getattr(task, name)\n"
            "\n"
            "            def __await__(self) -> Any:\n"
            "                return task.__await__()\n"
            "\n"
            "            def cancelled(self) -> bool:\n"
            "                return task.cancelled() or task.cancelling() > 0\n"
            "\n"
            "            def add_done_callback(self, callback: Any, **options: Any) -> None:\n"
            "                task.add_done_callback(lambda _: callback(self), **options)\n"
            "\n"
            "        return Handle()\n"
        ),
        clauses=("tasks/handle",),
        message=r"done, cancelled, result and exception of t1 were \('(True|False)', 'True', '",
    ),
)
