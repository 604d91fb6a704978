"""Random programs: scopes, tasks, helpers, streams, failures and cancellations within each other.

They are drawn from a seed instead of by Hypothesis, which draws small programs, many of them alike,
because it wants to shrink what it draws. `random_program` draws one, `interrupted_programs` adds
cancellations from outside. Each is watched by the monitors of the chapters (`monitors`).
"""

from haiway_conformance.suite.random_programs.interrupted import interrupted_programs
from haiway_conformance.suite.random_programs.mixture import random_program

__all__ = ("interrupted_programs", "random_program")
