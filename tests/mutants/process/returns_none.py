"""Mutants of `process/returns-none`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="process_gives_results",
        symptom="code that relies on None gets a list",
        module="helpers/concurrent",
        right="    await Calls(handler, concurrent_tasks, tolerates=tolerates).run(source)\n",
        wrong=(
            "    await Calls(handler, concurrent_tasks, tolerates=tolerates).run(source)\n"
            "    return []\n"
        ),
        clauses=("process/returns-none",),
        message=r"process_concurrently returned .*, not None",
    ),
    Mutant(
        name="ignored_failures_are_returned",
        symptom="code that relies on None gets a list when something has failed",
        module="helpers/concurrent",
        right="    await Calls(handler, concurrent_tasks, tolerates=tolerates).run(source)\n",
        wrong=(
            "    failures = []\n"
            "    given = tolerates\n"
            "    if given:\n"
            "        tolerates = lambda failure: given(failure) and not failures.append(failure)\n"
            "    await Calls(handler, concurrent_tasks, tolerates=tolerates).run(source)\n"
            "    return failures or None\n"
        ),
        clauses=("process/returns-none",),
        message=r"process_concurrently returned .*list, not None",
    ),
)
