"""Which schedules a program is run under.

Start with `Schedules`: the schedules of all programs of one property. `portfolio` samples the
schedules of a program; `BoundedSearch` goes through all of them, within bounds. Programs are known
here by their text and their size only.
"""

from haiway_conformance.exploration.bounded_search import BoundedSearch, Bounds, Cut
from haiway_conformance.exploration.delays import Delays
from haiway_conformance.exploration.exhaustive import Exhausted, Size, SmallPrograms
from haiway_conformance.exploration.paced import Order, Paced
from haiway_conformance.exploration.portfolio import portfolio
from haiway_conformance.exploration.priorities import Priorities
from haiway_conformance.exploration.schedules import Schedules

__all__ = (
    "BoundedSearch",
    "Bounds",
    "Cut",
    "Delays",
    "Exhausted",
    "Order",
    "Paced",
    "Priorities",
    "Schedules",
    "Size",
    "SmallPrograms",
    "portfolio",
)
