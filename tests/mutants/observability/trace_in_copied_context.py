"""Mutants of `observability/trace-in-copied-context`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="only_tasks_belong_to_the_trace",
        symptom="a callback has no trace",
        module="context",
        right='        return required("A trace id").identity.trace_id\n',
        wrong=(
            "        import asyncio\n"
            "\n"
            "        if asyncio.current_task() is None:\n"
            '            raise RuntimeError("A trace is that of a task")\n'
            '        return required("A trace id").identity.trace_id\n'
        ),
        clauses=("observability/trace-in-copied-context",),
        message=r"`trace_id\(\)` in the body gave trace 1; the same in .*context: ",
    ),
    Mutant(
        name="a_thread_begins_a_trace",
        symptom="the time that a request spends in a thread is missing from its trace",
        module="context",
        right='        return required("A trace id").identity.trace_id\n',
        wrong=(
            "        import threading\n"
            "\n"
            '        trace_id = required("A trace id").identity.trace_id\n'
            "        here = threading.current_thread() is threading.main_thread()\n"
            '        return trace_id if here else trace_id + "-thread"\n'
        ),
        clauses=("observability/trace-in-copied-context",),
        message=r"`trace_id\(\)` in the body gave trace 1; the same in .*context: ",
    ),
)
