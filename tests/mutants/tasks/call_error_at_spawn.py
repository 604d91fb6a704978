"""Mutants of `tasks/call-error-at-spawn`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="calls_are_made_late",
        symptom=(
            "a wrong argument shows at the end of the scope, where nothing points to the mistake"
        ),
        module="scope_tasks",
        right="        coroutine = context.run(function, *args, **kwargs)\n",
        wrong=(
            "        async def late() -> Any:\n"
            "            return await function(*args, **kwargs)\n"
            "\n"
            "        coroutine = late()\n"
        ),
        clauses=("tasks/call-error-at-spawn",),
        message=r"function of task odd raised when .*called, .*`spawn` returned",
    ),
    Mutant(
        name="some_errors_of_calls_come_late",
        symptom="a missing key in a call shows at the end of the scope",
        module="scope_tasks",
        right="        coroutine = context.run(function, *args, **kwargs)\n",
        wrong=(
            "        async def late(error: Any) -> Any:\n"
            "            raise error\n"
            "\n"
            "        try:\n"
            "            coroutine = context.run(function, *args, **kwargs)\n"
            "        except LookupError as error:\n"
            "            coroutine = late(error)\n"
        ),
        clauses=("tasks/call-error-at-spawn",),
        message=r"function of task odd raised when .*called, .*`spawn` returned",
    ),
)
