"""Mutants of `state/in-copied-context`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="state_is_found_in_tasks_alone",
        symptom="a callback does not find its settings",
        module="context",
        right='        return find_state(required("State").state, state_type, default)\n',
        wrong=(
            "        import asyncio\n"
            "\n"
            "        if asyncio.current_task() is None:\n"
            '            raise RuntimeError("State is looked up in tasks")\n'
            '        return find_state(required("State").state, state_type, default)\n'
        ),
        clauses=("state/in-copied-context",),
        message=r"looked up the state of type .* and found: raised RuntimeError",
    ),
    Mutant(
        name="threads_have_no_state",
        symptom="what runs in a thread has the default settings",
        module="context",
        right='        return find_state(required("State").state, state_type, default)\n',
        wrong=(
            "        import threading\n"
            "\n"
            "        here = threading.current_thread() is threading.main_thread()\n"
            '        return find_state(required("State").state if here else {}, '
            "state_type, default)\n"
        ),
        clauses=("state/in-copied-context",),
        message=r"looked up the state of type .* and found",
    ),
)
