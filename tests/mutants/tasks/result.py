"""Mutants of `tasks/result`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="false_results_become_none",
        symptom="a count of 0 becomes None",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        async def run(given: Any) -> Any:\n"
            "            return await given or None\n"
            "\n"
            "        return self._tasks.start(run(coroutine), context, self._ended)\n"
        ),
        clauses=("tasks/result",),
        message=r"task t\d returned (0|False|\(\)), .*: None",
    ),
    Mutant(
        name="results_are_copies",
        symptom="a connection that a task opened is not the one that its awaiter gets",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        async def run(given: Any) -> Any:\n"
            "            import copy\n"
            "\n"
            "            return copy.copy(await given)\n"
            "\n"
            "        return self._tasks.start(run(coroutine), context, self._ended)\n"
        ),
        clauses=("tasks/result",),
        message=r"task t\d returned .*, .*: another (exception )?object than",
    ),
    Mutant(
        name="results_that_can_be_awaited_are",
        symptom="a task that returns a future returns the future's result instead",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        async def run(given: Any) -> Any:\n"
            "            while hasattr(given, '__await__'):\n"
            "                given = await given\n"
            "            return given\n"
            "\n"
            "        return self._tasks.start(run(coroutine), context, self._ended)\n"
        ),
        clauses=("tasks/result",),
        message=r"task t\d returned result of t\d, .*: None",
    ),
    Mutant(
        name="results_are_given_once",
        symptom="awaiting a task a second time returns None",
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
            "                result = yield from task.__await__()\n"
            "                given, self.given = getattr(self, 'given', 0), 1\n"
            "                return None if given else result\n"
            "\n"
            "        return Handle()\n"
        ),
        clauses=("tasks/result",),
        message=r"task t\d returned .*, .*: None",
    ),
    Mutant(
        name="the_third_awaiter_gets_none",
        symptom="of several tasks that await the same one, the last gets None",
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
            "                self.given = self.__dict__.get('given', 0) + 1\n"
            "                result = yield from task.__await__()\n"
            "                return result if self.given < 3 else None\n"
            "\n"
            "        return Handle()\n"
        ),
        clauses=("tasks/result",),
        message=r"task t\d returned .*, .*: None",
    ),
    Mutant(
        name="returned_exceptions_are_failures",
        symptom="a task that returns an exception, as a value, fails",
        module="scope_tasks",
        right="        return self._tasks.start(coroutine, context, self._ended)\n",
        wrong=(
            "        async def run(given: Any) -> Any:\n"
            "            if isinstance(result := await given, Exception):\n"
            "                raise result\n"
            "            return result\n"
            "\n"
            "        return self._tasks.start(run(coroutine), context, self._ended)\n"
        ),
        clauses=("tasks/result",),
        message=r"task t\d returned .*, .*: raised|never ends",
    ),
)
