"""Monitors: what clauses say of any run of any program, read off its trace.

A directed property knows its program, and asks for all that the clause says. A monitor knows
nothing but the trace and where the program's parts are (`History`), and asks for less: only what
holds in every program. `WATCHES` names the monitor of each clause that is watched.
"""

from typing import Final

from haiway_conformance.suite.monitors import (
    calls,
    cancellation,
    failures,
    scopes,
    streams,
    surroundings,
    tasks,
)
from haiway_conformance.suite.monitors.history import History, Watch

__all__ = ("WATCHES", "History", "Watch")

WATCHES: Final[dict[str, Watch]] = {
    **scopes.WATCHES,
    **tasks.WATCHES,
    **failures.WATCHES,
    **cancellation.WATCHES,
    **surroundings.WATCHES,
    **streams.WATCHES,
    **calls.WATCHES,
}
"""By the clauses that are watched: how."""
