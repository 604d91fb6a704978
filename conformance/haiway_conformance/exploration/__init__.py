"""Which schedules a program is run under.

Start with `portfolio`: it gives one source of choices after the other.
"""

from haiway_conformance.exploration.delays import Delays
from haiway_conformance.exploration.paced import Order, Paced
from haiway_conformance.exploration.portfolio import portfolio
from haiway_conformance.exploration.priorities import Priorities

__all__ = ("Delays", "Order", "Paced", "Priorities", "portfolio")
