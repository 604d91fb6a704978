"""A run as people read it: what happened, with a column for each task, and why.

Start with `timeline_of`, which makes a `Timeline` of a program, its trace and, if the run had a
`CauseLog`, the reasons. `table` writes it as text. A `Picture` is all that is shown of a run.
"""

from haiway_conformance.timeline.cause_log import CauseLog
from haiway_conformance.timeline.making import timeline_of
from haiway_conformance.timeline.picture import Picture
from haiway_conformance.timeline.table import WIDTH, table
from haiway_conformance.timeline.timeline import Folded, Row, Timeline

__all__ = ("WIDTH", "CauseLog", "Folded", "Picture", "Row", "Timeline", "table", "timeline_of")
