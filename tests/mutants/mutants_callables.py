"""Mutants that ask more of a function that is passed on than that it can be called."""

from mutant import Mutant

__all__ = ("MUTANTS",)

CALLED = "        coroutine = context.run(function, *args, **kwargs)\n"
HANDLER = "        self._handler = handler\n"
STREAM = '        scope = required("A stream").tasks\n'

MUTANTS = (
    Mutant(
        "tasks_are_called_after_their_function",
        "a `functools.partial` can't be spawned",
        "tasks",
        CALLED,
        "        self.last = function.__name__\n" + CALLED,
        "tasks/called-once",
        r"its function, .*, was called 0 times: `spawn` raised AttributeError",
    ),
    Mutant(
        "functions_are_kept_in_a_set",
        "an object that can be called, a dataclass say, can't be spawned",
        "tasks",
        CALLED,
        '        self.__dict__.setdefault("seen", set()).add(function)\n' + CALLED,
        "tasks/called-once",
        r"an object that can be called, was called 0 times: `spawn` raised TypeError: unhashable",
    ),
    Mutant(
        "calls_are_called_after_the_handler",
        "a `functools.partial` is no handler",
        "calls",
        HANDLER,
        HANDLER + "        self._name = handler.__name__\n",
        "process/each-once",
        r"helper h1 raised the exception AttributeError.* after 0 handler calls",
        also=("execute/each-once",),
    ),
    Mutant(
        "handlers_are_coroutine_functions",
        "a lambda that calls a coroutine function is no handler",
        "calls",
        HANDLER,
        "        import inspect\n\n"
        "        if not inspect.iscoroutinefunction(handler):\n"
        '            raise TypeError("the handler must be a coroutine function")\n' + HANDLER,
        "process/each-once",
        r"helper h1 raised the exception TypeError.* after 0 handler calls",
        also=("execute/each-once",),
    ),
    Mutant(
        "streams_are_called_after_their_function",
        "no stream can be made of a `functools.partial`",
        "context",
        STREAM,
        STREAM + "        scope.last = source.__name__\n",
        "streams/order",
        r"none of its operations raises: AttributeError: '.*' object has no attribute '__name__'",
    ),
    Mutant(
        "a_keyword_of_a_generator_is_taken_for_the_scope",
        "a generator that has a parameter `scope` is not given it",
        "context",
        STREAM,
        '        scope = kwargs.pop("scope", None) or required("A stream").tasks\n',
        "streams/arguments",
        r"stream s1 was made with \(.*scope=.*\), but its generator was called with \(",
    ),
)
