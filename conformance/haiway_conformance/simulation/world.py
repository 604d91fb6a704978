"""The outside world of a simulated program, as the program sees it: `world`."""

import asyncio
from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, Final, cast

from haiway_conformance.simulation.program_loop import ProgramLoop

__all__ = ("World", "world")

type Failure = BaseException | type[BaseException]


class World:
    """The outside world of the simulated program that is running.

    Its methods can be called from the program itself and from fakes that it uses; outside of a
    simulation they raise RuntimeError.

    Example:
        >>> from haiway_conformance.simulation import simulate, world
        >>> async def main():
        ...     return await world.event("the database answers", returns=3)
        >>> simulate(main).schedules
        1
    """

    async def event(
        self,
        name: str,
        *,
        returns: Any = None,
        raises: Failure | Sequence[Failure] = (),
        takes: float | tuple[float, float] | None = None,
    ) -> Any:
        """Wait for something outside, which the simulation lets happen sooner or later.

        Args:
            name: What happens, such as "the database answers"; it is shown in failures.
            returns: The result.
            raises: One exception or several (classes or objects), each of which it may raise
                instead of returning the result: which happens differs from run to run.
            takes: How long it takes, in virtual seconds: a number, or the least and the most. By
                default, any time.

        Returns:
            The result.

        Raises:
            BaseException: One of `raises`.
        """
        loop = _loop()
        if takes is None and raises == ():
            # Most events are like this one, and they are most of what a simulation does.
            await loop.external_event(name)
            return returns
        failures: Sequence[Failure] = raises if isinstance(raises, Sequence) else (raises,)
        outcome = loop.choose_outcome(name, 1 + len(failures))
        await _happened(loop, name, takes)
        if outcome == 0:
            return returns
        failure = failures[outcome - 1]
        # An exception object keeps its traceback: each run raises one of its own.
        raise failure() if isinstance(failure, type) else copy(failure)

    def invariant(self, check: Callable[[], object]) -> None:
        """Have something checked after every step of the program, from now on.

        Args:
            check: Raises, or returns False, if it does not hold.
        """
        _loop().add_invariant(check)

    def network(self, *, slowest: float) -> None:
        """Say how slow the network is between the tasks of the program, from now on.

        Args:
            slowest: How long it takes at most, in virtual seconds, until what is under way arrives:
                10 by default. With 0, no timeout comes because of the network.
        """
        if not slowest >= 0:
            raise ValueError(f"slowest={slowest!r} should be a number of seconds, from 0 on")
        _loop().slowest_network = slowest

    def cut(self, connection: asyncio.StreamWriter | asyncio.BaseTransport) -> None:
        """Lose a connection of the program: both ends learn of it, each sooner or later.

        Whoever reads then, or writes, gets ConnectionResetError.

        Args:
            connection: The writer, or the transport, of either end.
        """
        transport = getattr(connection, "transport", connection)
        if not _loop().cut(transport):
            raise ValueError(f"{connection!r} is no connection in memory, or is closed already")

    def note(self, text: object) -> None:
        """Have something said in the picture of a failing run, at this place.

        Args:
            text: What to say.
        """
        _loop().note(str(text))

    def time(self) -> float:
        """Return the virtual time, in seconds; a run begins at 0."""
        return _loop().time()


world: Final = World()
"""The outside world of the simulated program that is running."""


def _loop() -> ProgramLoop:
    try:
        loop: object = asyncio.get_running_loop()
    except RuntimeError:
        loop = None
    if isinstance(loop, ProgramLoop):
        return loop
    where = "no event loop is running" if loop is None else f"{type(loop).__name__} is running"
    raise RuntimeError(
        f"there is a simulated world only in a simulated program, but {where}. Run the program with"
        " `simulate(main)`, or mark the test with `@simulated()`."
    )


async def _happened(
    loop: ProgramLoop, name: str, takes: float | tuple[float, float] | None
) -> None:
    """Wait until it happens.

    Args:
        loop: The loop.
        name: What happens.
        takes: How long it takes: exactly, or from and to; any time for None.
    """
    if takes is None:
        await loop.external_event(name)
        return
    least, most = cast("tuple[Any, Any]", takes if isinstance(takes, tuple) else (takes, takes))
    if not 0 <= least <= most:
        raise ValueError(
            f"{name!r} takes {takes!r} seconds: that should be a number from 0 on, or two of them,"
            " the smaller one first"
        )
    if least:
        await asyncio.sleep(least)
    if most > least:
        event = loop.external_event(name)
        # Whatever the simulation chooses, it takes no longer than that.
        latest = loop.call_later(most - least, event.complete)
        try:
            await event
        finally:
            latest.cancel()
