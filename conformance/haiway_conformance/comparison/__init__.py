"""Compare two judgements, clause by clause: what got better, worse, or is otherwise different.

Start with `changes`, which compares two reports. Where the specification leaves a choice open and
two implementations choose differently, `open_differences` finds a program that shows it, and
`told` writes all of it for people.
"""

from haiway_conformance.comparison.changes import Change, Direction, changes
from haiway_conformance.comparison.open_differences import OpenDifference, open_differences
from haiway_conformance.comparison.telling import told

__all__ = (
    "Change",
    "Direction",
    "OpenDifference",
    "changes",
    "open_differences",
    "told",
)
