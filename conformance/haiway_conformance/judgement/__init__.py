"""How a property judges an implementation.

A property is a Hypothesis test. It draws a program, runs it under many schedules with `explore` (a
fixture of the plugin, an `Explore`), states its premise with `run.premise(...)` and what the clause
asks with `expect(...)`; `clause` names the clause. The outcome of all runs is its `Findings`.

Example:
    >>> @clause("scopes/exit-awaits-tasks")
    ... @given(program=...)
    ... def test_...(explore, program):
    ...     for run in explore(program):
    ...         if run.premise(...):
    ...             expect(..., "a sentence that says what went wrong, with names")
"""

from haiway_conformance.judgement.expectation import Violation, clause, expect
from haiway_conformance.judgement.explore import Explore
from haiway_conformance.judgement.explorer import Explorer
from haiway_conformance.judgement.failed_run import FailedRun
from haiway_conformance.judgement.findings import Counterexample, Findings
from haiway_conformance.judgement.profiles import PROFILES, Profile
from haiway_conformance.judgement.run import Run
from haiway_conformance.kit_error import KitError

__all__ = (
    "PROFILES",
    "Counterexample",
    "Explore",
    "Explorer",
    "FailedRun",
    "Findings",
    "KitError",
    "Profile",
    "Run",
    "Violation",
    "clause",
    "expect",
)
