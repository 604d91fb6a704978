"""Random programs: scopes, tasks, helpers, streams, failures and cancellations in any combination.

They are drawn from a seed and not by Hypothesis, which prefers small programs, many of them alike,
because it wants to shrink them. `random_program` draws one, `cancelled_programs` draws some with
cancellations from outside. The monitors of all chapters check their runs (`monitors`).
"""

from haiway_conformance.suite.random_programs.cancelled import cancelled_programs
from haiway_conformance.suite.random_programs.mixture import random_program

__all__ = ("cancelled_programs", "random_program")
