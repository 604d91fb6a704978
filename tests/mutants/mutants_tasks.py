"""Mutants that break clauses of chapter tasks."""

from mutant import Mutant

__all__ = ("MUTANTS",)

CALLED = "        coroutine = context.run(function, *args, **kwargs)\n"
SPAWNED = "            return self._tasks.start(coroutine, context)\n"

# A handle that is no task, but passes all that it is asked on to one.
PROXY = """            task = self._tasks.start(coroutine, context)

            class Handle:
                _asyncio_future_blocking = False

                def __getattr__(self, name: str) -> Any:
                    return getattr(task, name)

                def __await__(self) -> Any:
                    return task.__await__()

"""

MUTANTS = (
    Mutant(
        "keyword_arguments_are_dropped",
        "a task runs with default values instead of what it was given",
        "tasks",
        "context.run(function, *args, **kwargs)",
        "context.run(function, *args)",
        "tasks/arguments",
        r"task t\d was spawned with \(.*=\w+\), but its function was called with",
    ),
    Mutant(
        "arguments_are_copied",
        "what a task adds to a list that it was given, its spawner does not find there",
        "tasks",
        "context.run(function, *args, **kwargs)",
        "context.run(function, *(a.copy() if hasattr(a, 'copy') else a for a in args), **kwargs)",
        "tasks/arguments",
        r"task t\d was spawned with .*, but its function was called with .*of type (list|dict)",
    ),
    Mutant(
        "a_parameter_of_spawn_takes_an_argument",
        "a function that has a parameter `function` cannot be spawned",
        "context",
        "        self, function: Callable[P, Coroutine[Any, Any, R]], /, *args: P.args, **kwargs: "
        "P.kwargs\n",
        "        self, function: Callable[P, Coroutine[Any, Any, R]], *args: P.args, **kwargs: "
        "P.kwargs\n",
        "tasks/arguments",
        r"TypeError: .*; so was refused: spawn task t\d\(.*(function|self)=.*\)",
    ),
    Mutant(
        "all_tasks_share_one_context",
        "a language or time zone set in one task changes in another",
        "tasks",
        "        task: Task[R] = context.copy().run(loop.create_task, coroutine)\n",
        '        context = self.__dict__.setdefault("_context", context)\n'
        "        task: Task[R] = loop.create_task(coroutine, context=context)\n",
        "tasks/context-copied",
        r"task t\d saw context \w = \w+; as of its spawn and what it set since, it is",
    ),
    Mutant(
        "false_results_become_none",
        "a count of 0 becomes None",
        "tasks",
        SPAWNED,
        "            async def run(given: Any) -> Any:\n"
        "                return await given or None\n\n"
        "            return self._tasks.start(run(coroutine), context)\n",
        "tasks/result",
        r"task t\d returned (0|False|\(\)), but .* was given: None",
    ),
    Mutant(
        "results_are_copies",
        "a connection that a task opened is not the one that its awaiter gets",
        "tasks",
        SPAWNED,
        "            async def run(given: Any) -> Any:\n"
        "                import copy\n\n"
        "                return copy.copy(await given)\n\n"
        "            return self._tasks.start(run(coroutine), context)\n",
        "tasks/result",
        r"task t\d returned .*, but .* was given: another (exception )?object than",
    ),
    Mutant(
        "results_that_can_be_awaited_are",
        "a task that returns a future is done only when the future is, and gives what that gives",
        "tasks",
        SPAWNED,
        "            async def run(given: Any) -> Any:\n"
        "                while hasattr(given, '__await__'):\n"
        "                    given = await given\n"
        "                return given\n\n"
        "            return self._tasks.start(run(coroutine), context)\n",
        "tasks/result",
        r"task t\d returned result of t\d, but .* was given: None",
    ),
    Mutant(
        "results_are_given_once",
        "who awaits a task a second time gets None",
        "tasks",
        SPAWNED,
        PROXY.replace(
            "return task.__await__()",
            "result = yield from task.__await__()\n"
            "                    given, self.given = getattr(self, 'given', 0), 1\n"
            "                    return None if given else result",
        )
        + "            return Handle()\n",
        "tasks/result",
        r"task t\d returned .*, but .* was given: None",
    ),
    Mutant(
        "the_third_awaiter_gets_none",
        "of several requests for the same data the last one gets nothing",
        "tasks",
        SPAWNED,
        PROXY.replace(
            "return task.__await__()",
            "self.given = self.__dict__.get('given', 0) + 1\n"
            "                    result = yield from task.__await__()\n"
            "                    return result if self.given < 3 else None",
        )
        + "            return Handle()\n",
        "tasks/result",
        r"task t\d returned .*, but .* was given: None",
    ),
    Mutant(
        "returned_exceptions_are_failures",
        "a task that returns an exception, as a value, fails",
        "tasks",
        SPAWNED,
        "            async def run(given: Any) -> Any:\n"
        "                if isinstance(result := await given, Exception):\n"
        "                    raise result\n"
        "                return result\n\n"
        "            return self._tasks.start(run(coroutine), context)\n",
        "tasks/result",
        r"task t\d returned .*, but .* was given: raised|never ends",
    ),
    Mutant(
        "functions_are_called_twice",
        "what a function does before its coroutine begins is done twice",
        "tasks",
        CALLED,
        "        if asyncio.iscoroutine(probe := context.run(function, *args, **kwargs)):\n"
        "            probe.close()\n" + CALLED,
        "tasks/called-once",
        r"was spawned once, and its function was called 2 times",
    ),
    Mutant(
        "calls_that_raise_are_made_again",
        "a payment that was refused is tried a second time",
        "tasks",
        CALLED,
        "        try:\n"
        "            coroutine = context.run(function, *args, **kwargs)\n"
        "        except LookupError:\n"
        "            coroutine = context.run(function, *args, **kwargs)\n",
        "tasks/called-once",
        r"task odd was spawned once, and its function, which raises, was called 2 times",
    ),
    Mutant(
        "a_call_that_does_not_fit_is_made_without_keywords",
        "an order that was refused for a wrong amount is made again, without the amount",
        "tasks",
        CALLED,
        "        try:\n"
        "            coroutine = context.run(function, *args, **kwargs)\n"
        "        except TypeError:\n"
        "            if not kwargs:\n"
        "                raise\n"
        "            coroutine = context.run(function, *args)\n",
        "tasks/called-once",
        r"task odd was spawned once, and its function, which raises, was called 2 times",
    ),
    Mutant(
        "only_coroutine_functions_are_called",
        "a function with a plain decorator cannot be spawned",
        "tasks",
        CALLED,
        "        import inspect\n\n"
        "        if not inspect.iscoroutinefunction(function):\n"
        "            raise TypeError('not a coroutine function')\n" + CALLED,
        "tasks/called-once",
        r"so was refused: spawn task t\d|was called 0 times: `spawn` refused it, and raised Type",
    ),
    Mutant(
        "calls_that_raise_are_ignored",
        "a task with a wrong argument does nothing, and nobody is told",
        "tasks",
        CALLED,
        "        try:\n"
        "            coroutine = context.run(function, *args, **kwargs)\n"
        "        except Exception:\n"
        "            coroutine = asyncio.sleep(0)\n",
        "tasks/called-once",
        r"the function of task odd raised 'call of odd' when it was called, and nobody was told",
    ),
    Mutant(
        "calls_are_made_late",
        "a wrong argument shows at the end of the scope, where nothing points to the mistake",
        "tasks",
        CALLED,
        "        async def late() -> Any:\n"
        "            return await function(*args, **kwargs)\n\n"
        "        coroutine = late()\n",
        "tasks/call-error-at-spawn",
        r"the function of task odd raised when it was called, but `spawn` returned",
    ),
    Mutant(
        "some_errors_of_calls_come_late",
        "a missing key in a call shows at the end of the scope",
        "tasks",
        CALLED,
        "        async def late(error: Any) -> Any:\n"
        "            raise error\n\n"
        "        try:\n"
        "            coroutine = context.run(function, *args, **kwargs)\n"
        "        except LookupError as error:\n"
        "            coroutine = late(error)\n",
        "tasks/call-error-at-spawn",
        r"the function of task odd raised when it was called, but `spawn` returned",
    ),
)
