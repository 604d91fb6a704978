"""How a property judges an implementation.

A property is a Hypothesis test: it draws a program, has it explored under many schedules with
`explore` (a fixture of the plugin, an `Explorer`), states its premise with `run.premise(...)` and
what the clause asks with `expect(...)`; `clause` names the clause. What came of it are `Findings`.

Example:
    >>> @clause("scopes/exit-awaits-tasks")
    ... @given(program=...)
    ... def test_...(explore, program):
    ...     for run in explore(program):
    ...         if run.premise(...):
    ...             expect(..., "a sentence that says what went wrong, with names")
"""

from haiway_conformance.judgement.expectation import Violation, clause, expect
from haiway_conformance.judgement.explorer import Explorer
from haiway_conformance.judgement.findings import Counterexample, Exhausted, Findings
from haiway_conformance.judgement.profiles import PROFILES, Profile
from haiway_conformance.judgement.run import Run
from haiway_conformance.kit_error import KitError

__all__ = (
    "PROFILES",
    "Counterexample",
    "Exhausted",
    "Explorer",
    "Findings",
    "KitError",
    "Profile",
    "Run",
    "Violation",
    "clause",
    "expect",
)
