"""Mutants of `tasks/called-once`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="tasks_are_called_after_their_function",
        symptom="a `functools.partial` cannot be spawned",
        module="scope_tasks",
        right="        coroutine = context.run(function, *args, **kwargs)\n",
        wrong=(
            "        self.last = function.__name__\n"
            "        coroutine = context.run(function, *args, **kwargs)\n"
        ),
        clauses=("tasks/called-once",),
        message=r"called 0 times: `spawn` raised AttributeError",
    ),
    Mutant(
        name="functions_are_kept_in_a_set",
        symptom="a callable object that is not hashable cannot be spawned",
        module="scope_tasks",
        right="        coroutine = context.run(function, *args, **kwargs)\n",
        wrong=(
            '        self.__dict__.setdefault("seen", set()).add(function)\n'
            "        coroutine = context.run(function, *args, **kwargs)\n"
        ),
        clauses=("tasks/called-once",),
        message=r"called 0 times: `spawn` raised TypeError: unhashable",
    ),
    Mutant(
        name="functions_are_called_twice",
        symptom="a function that returns a coroutine is called twice",
        module="scope_tasks",
        right="        coroutine = context.run(function, *args, **kwargs)\n",
        wrong=(
            "        import asyncio\n"
            "\n"
            "        if asyncio.iscoroutine(probe := context.run(function, *args, **kwargs)):\n"
            "            probe.close()\n"
            "        coroutine = context.run(function, *args, **kwargs)\n"
        ),
        clauses=("tasks/called-once",),
        message=r"function was called 2 times",
    ),
    Mutant(
        name="calls_that_raise_are_made_again",
        symptom="a payment that was refused is tried a second time",
        module="scope_tasks",
        right="        coroutine = context.run(function, *args, **kwargs)\n",
        wrong=(
            "        try:\n"
            "            coroutine = context.run(function, *args, **kwargs)\n"
            "        except LookupError:\n"
            "            coroutine = context.run(function, *args, **kwargs)\n"
        ),
        clauses=("tasks/called-once",),
        message=r"odd .*function.* called 2 times",
    ),
    Mutant(
        name="a_call_that_does_not_fit_is_made_without_keywords",
        symptom="an order that was refused for a wrong amount is made again, without the amount",
        module="scope_tasks",
        right="        coroutine = context.run(function, *args, **kwargs)\n",
        wrong=(
            "        try:\n"
            "            coroutine = context.run(function, *args, **kwargs)\n"
            "        except TypeError:\n"
            "            if not kwargs:\n"
            "                raise\n"
            "            coroutine = context.run(function, *args)\n"
        ),
        clauses=("tasks/called-once",),
        message=r"odd .*function.* called 2 times",
    ),
    Mutant(
        name="only_coroutine_functions_are_called",
        symptom="a function with a plain decorator cannot be spawned",
        module="scope_tasks",
        right="        coroutine = context.run(function, *args, **kwargs)\n",
        wrong=(
            "        import inspect\n"
            "\n"
            "        if not inspect.iscoroutinefunction(function):\n"
            "            raise TypeError('not a coroutine function')\n"
            "        coroutine = context.run(function, *args, **kwargs)\n"
        ),
        clauses=("tasks/called-once",),
        message=r"spawn task t\d|called 0 times: `spawn` .*Type",
    ),
    Mutant(
        name="what_is_done_already_is_not_done_again",
        symptom="of two orders for the same thing that come together, one is carried out",
        module="scope_tasks",
        right="        coroutine = context.run(function, *args, **kwargs)\n",
        wrong=(
            "        try:\n"
            "            key = hash((function, args)), function, args, tuple(kwargs.items())\n"
            '            known = self.__dict__.setdefault("known", {})\n'
            "            if (task := known.get(key)) is not None:\n"
            "                return task\n"
            "        except TypeError:\n"
            "            known, key = {}, None\n"
            "        coroutine = context.run(function, *args, **kwargs)\n"
            "        known[key] = task = self._tasks.start(coroutine, context, self._ended)\n"
            "        return task\n"
        ),
        clauses=("tasks/called-once",),
        message=r"task t\d .* equal function .* was called 0 times",
    ),
)
