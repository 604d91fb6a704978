"""A run as people look at it: what happened, a column per task, and why.

Start with `timeline_of`, which makes a `Timeline` of a program, its trace and, where the run was
watched (`Watch`), the reasons. `table` writes it as text.
"""

from haiway_conformance.timeline.making import timeline_of
from haiway_conformance.timeline.table import WIDTH, table
from haiway_conformance.timeline.timeline import Row, Timeline
from haiway_conformance.timeline.watch import Watch

__all__ = ("WIDTH", "Row", "Timeline", "Watch", "table", "timeline_of")
