"""Your own asyncio code on a simulated event loop: many schedules, in virtual time.

Start with `simulate`: it runs a program under many schedules, and shows the smallest one under
which something is wrong. `simulated` makes a test of an async function. In a program, `world` is
what lies outside of it.

Example:
    >>> import asyncio
    >>> from haiway_conformance.simulation import simulate, world
    >>> async def main():
    ...     first = asyncio.create_task(world.event("the first answers", returns=1))
    ...     second = asyncio.create_task(world.event("the second answers", returns=2))
    ...     done, _ = await asyncio.wait([first, second])
    ...     assert sum(each.result() for each in done) == 3
    >>> simulate(main, exhaustive=True).complete
    True
"""

from haiway_conformance.simulation.decorator import simulated
from haiway_conformance.simulation.failure import Picture, SimulationFailed
from haiway_conformance.simulation.finding import Finding, Kind
from haiway_conformance.simulation.program_loop import ProgramLoop
from haiway_conformance.simulation.refusals import NotSimulated
from haiway_conformance.simulation.settings import Leak
from haiway_conformance.simulation.simulate import Simulation, simulate
from haiway_conformance.simulation.token import ScheduleTokenError
from haiway_conformance.simulation.world import World, world

__all__ = (
    "Finding",
    "Kind",
    "Leak",
    "NotSimulated",
    "Picture",
    "ProgramLoop",
    "ScheduleTokenError",
    "Simulation",
    "SimulationFailed",
    "World",
    "simulate",
    "simulated",
    "world",
)
