"""Monitors: what a clause demands of any run of any program, checked on the run's trace.

A directed property knows its program, and checks everything that its clause says. A monitor knows
only the trace, and which task carries out which part of the program (`History`). It checks less:
only what holds in every program. Each chapter has its monitors in its module `monitor`;
`random_programs` draws the programs, about the `Theme` that a monitor names.
"""

from haiway_conformance.suite.monitoring.history import History
from haiway_conformance.suite.monitoring.monitor import Monitor, monitored
from haiway_conformance.suite.monitoring.theme import Piece, Theme

__all__ = ("History", "Monitor", "Piece", "Theme", "monitored")
