"""Which schedules a program is run under.

Start with `portfolio`: it gives one source of choices after the other. `Odometer` gives all there
are, within bounds.
"""

from haiway_conformance.exploration.delays import Delays
from haiway_conformance.exploration.odometer import Bounds, Cut, Odometer
from haiway_conformance.exploration.paced import Order, Paced
from haiway_conformance.exploration.portfolio import portfolio
from haiway_conformance.exploration.priorities import Priorities

__all__ = ("Bounds", "Cut", "Delays", "Odometer", "Order", "Paced", "Priorities", "portfolio")
