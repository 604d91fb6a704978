"""A network in memory, between the tasks of one simulated program: `UnixNetworkLoop`.

Transports, servers and streams are asyncio's own. What lies below them is ours: sockets
(`sockets`), which hold what is under way in each direction (`flow`); what tells the loop which of
them are ready (`selector`); the addresses (`addresses`); and what they have in common (`memory`).
The loop (`loop`) has TCP; with Unix sockets, it is that of `unix`.
"""

from haiway_conformance.simulation.network.loop import PART
from haiway_conformance.simulation.network.unix import UnixNetworkLoop

__all__ = ("PART", "UnixNetworkLoop")
