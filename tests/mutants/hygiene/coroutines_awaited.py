"""Mutants of `hygiene/coroutines-awaited`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="refused_functions_are_called",
        symptom=(
            "Python warns of a coroutine that was never awaited, and points at the user's function"
        ),
        module="scope_tasks",
        right=('        if self._closing:\n            raise RuntimeError(f"Scope'),
        wrong=(
            "        if self._closing:\n"
            "            context.run(function, *args, **kwargs)\n"
            '            raise RuntimeError(f"Scope'
        ),
        clauses=("hygiene/coroutines-awaited",),
        message=r"coroutine '.*work' was never awaited",
        programs_of="scopes/late-spawn",
    ),
    Mutant(
        name="handlers_are_called_before_their_task_begins",
        symptom="Python warns of a coroutine that was never awaited when a helper ends early",
        module="calls",
        right=(
            "        call = self._tasks.start(self._call(element), self._context, "
            "self._call_ended)\n"
        ),
        wrong=(
            "        async def run(handled):\n"
            "            return await handled\n"
            "\n"
            "        handled = self._handler(element)\n"
            "        call = self._tasks.start(run(handled), self._context, self._call_ended)\n"
        ),
        clauses=("hygiene/coroutines-awaited",),
        message=r"coroutine '.*' was never awaited",
        programs_of="execute/first-failure",
    ),
)
