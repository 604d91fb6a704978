"""A network in memory, between the tasks of one simulated program: `NetworkLoop`.

Transports, servers and streams are asyncio's own. What lies below them is ours: sockets
(`sockets`), which hold what is under way in each direction (`flow`); what tells the loop which of
them are ready (`selector`); the addresses (`addresses`); and what they have in common (`memory`).
"""

from haiway_conformance.simulation.network.loop import PART, NetworkLoop

__all__ = ("PART", "NetworkLoop")
