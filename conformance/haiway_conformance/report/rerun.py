"""The command that judges one clause of a report again, and tells all about it: `rerun_command`."""

import shlex

from haiway_spec import Clause

from haiway_conformance.report.record import Report

__all__ = ("rerun_command",)


def rerun_command(report: Report, clause: Clause) -> str:
    """Return the command that judges one clause again in the same way.

    Args:
        report: The report in which the clause is.
        clause: The clause.
    """
    words = ["haiway-conformance", "certify", report.implementation.target, "--clause", clause.id]
    if report.profile != "default":
        words += ["--profile", report.profile]
    if report.seed:
        words += ["--seed", str(report.seed)]
    return shlex.join(words)
