"""Mutants of `failures/history-kept`."""

from mutant import Mutant

__all__ = ("MUTANTS",)

MUTANTS = (
    Mutant(
        name="tracebacks_are_dropped_to_save_memory",
        symptom="an error report names the exception, and no line of the program",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong="        self.failures.append(failure.with_traceback(None))\n",
        clauses=("failures/history-kept",),
        message=r"task t\d failed; .* its traceback did not lead to the line",
    ),
    Mutant(
        name="failures_are_linked_to_each_other",
        symptom="a second failure claims that it was caused by the first one",
        module="failures",
        right="    # An ExceptionGroup, if all are Exceptions.\n",
        wrong=(
            "    for first, then in zip(errors, errors[1:], strict=False):\n"
            "        then.__context__ = first\n"
        ),
        clauses=("failures/history-kept",),
        message=r"failed; .* its `__context__` was error\d instead of (error\d|Cancel)",
    ),
    Mutant(
        name="the_scope_is_the_cause",
        symptom="what caused an error is replaced by the name of the scope that it passed",
        module="scope_tasks",
        right="        self.failures.append(failure)\n",
        wrong=(
            "        failure.__cause__ = RuntimeError(self._scope_name)\n"
            "        self.failures.append(failure)\n"
        ),
        clauses=("failures/history-kept",),
        message=r"task t\d failed; .* its `__cause__` was .* instead of cause\d",
    ),
)
