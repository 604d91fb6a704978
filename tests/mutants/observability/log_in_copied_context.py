"""Mutants of `observability/log-in-copied-context`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="only_tasks_log_in_a_scope",
        symptom="the lines of a callback name no scope",
        module="logs",
        right="    surroundings = current.get()\n",
        wrong=(
            "    import asyncio\n"
            "\n"
            "    try:\n"
            "        surroundings = current.get() if asyncio.current_task() else None\n"
            "    except RuntimeError:\n"
            "        surroundings = None\n"
        ),
        clauses=("observability/log-in-copied-context",),
        message=r"a record logged in the body identifies .*context: ",
    ),
    Mutant(
        name="threads_log_in_no_scope",
        symptom="the lines of a thread name no scope",
        module="logs",
        right="    surroundings = current.get()\n",
        wrong=(
            "    import threading\n"
            "\n"
            "    here = threading.current_thread() is threading.main_thread()\n"
            "    surroundings = current.get() if here else None\n"
        ),
        clauses=("observability/log-in-copied-context",),
        message=r"a record logged in the body identifies .*context: ",
    ),
)
