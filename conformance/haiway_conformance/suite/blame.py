"""Find the clauses that a run violates, whatever clause its program was made for: `violated_by`.

A run that ends badly says nothing about the clause that it was to judge, if another clause is to
blame for its end. What tells which are the monitors, which hold for every program.
"""

from collections.abc import Mapping

from haiway_conformance.judgement import Run, Violation
from haiway_conformance.programs.operations import LeaveElsewhere
from haiway_conformance.suite.monitoring import History
from haiway_conformance.suite.monitoring.hangs import violated_by_hanging
from haiway_conformance.suite.random_programs.monitors import MONITORS

__all__ = ("violated_by",)


def violated_by(run: Run) -> Mapping[str, str]:
    """Find the clauses that a run violates.

    Args:
        run: The run, of any program.

    Returns:
        From the ids of clauses to what happened instead of what they ask.
    """
    history = History(run)
    if not history.has_unique_names:
        return {}  # what monitors say of a task or a stream is meant of one, not of several
    if any(isinstance(each, LeaveElsewhere) for each in run.program):
        return {}  # how such an exit goes is open, and so is what happens to the scope's tasks
    violated = dict(violated_by_hanging(history))
    for clause, monitor in MONITORS.items():
        try:
            monitor.holds(history)
        except Violation as violation:
            violated[clause] = violation.sentence
    return violated
