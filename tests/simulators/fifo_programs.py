"""Programs that are right only because asyncio keeps orders that it documents: drawn from a seed.

A program consists of *bursts*. In a burst a few tasks do things whose order is fixed: callbacks run
first in, first out, locks are fair, queues keep the order, timers fire in the order of their times.
What asyncio leaves open, such as the order of timers that are due together, does not occur. Before
each burst its actor waits for something outside, so bursts begin in any order, and overlap. But
each has tasks, locks and queues of its own, so that the order within it stays the same.

What a burst logs is compared with what plain asyncio makes of it. A burst is drawn again if a loop
that permutes ready callbacks makes the same of it: then its order would mean nothing.

    python tests/simulators/fifo_programs.py [PROGRAMS]

simulates the first thousand programs, or as many as it is told to; an alarm ends it.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "simulated_loop"))

from asyncio_in_virtual_time import VirtualLoop
from burst import Burst, Script, Step

__all__ = ("FifoProgram", "drawn")

type Outside = Callable[[], Awaitable[object]]

SIMPLE = ("log", "log", "yield", "yield", "soon", "soon twice", "future", "put", "get", "set")
SIMPLE_TOO = ("wait", "cancel", "failing group")
NESTED = ("lock", "semaphore", "condition", "spawn", "gather", "taskgroup")

# A loop that permutes what is ready gets so many attempts to make something else of a burst.
PERMUTATIONS = 5


class PermutingLoop(VirtualLoop):
    """Runs ready callbacks in any order: what asyncio's loops never do."""

    def __init__(self, random: Random) -> None:
        super().__init__()
        self._random = random

    def _run_once(self) -> None:
        ready = list(self._ready)
        self._random.shuffle(ready)
        self._ready.clear()
        self._ready.extend(ready)
        super()._run_once()


@dataclass(frozen=True)
class FifoProgram:
    """A program that is right as long as the loop keeps its promises.

    Attributes:
        actors: The bursts of each actor, and what plain asyncio logs in each.
    """

    actors: tuple[tuple[tuple[Burst, tuple[str, ...]], ...], ...]

    async def main(self, outside: Outside) -> None:
        """Run it; raises AssertionError if a burst happens in another order."""
        async with asyncio.TaskGroup() as actors:
            for bursts in self.actors:
                actors.create_task(self._act(bursts, outside))

    async def _act(
        self, bursts: tuple[tuple[Burst, tuple[str, ...]], ...], outside: Outside
    ) -> None:
        for burst, expected in bursts:
            await outside()
            log = await burst.run()
            assert tuple(log) == expected, f"{burst}\nis {log}\nnot {list(expected)}"


def drawn(seed: int) -> FifoProgram:
    """Draw a program; the same seed gives the same one."""
    random = Random(seed)
    return FifoProgram(
        tuple(
            tuple(_burst(random) for _ in range(random.choice((1, 1, 2))))
            for _ in range(random.choice((1, 2, 2, 3)))
        )
    )


def _burst(random: Random) -> tuple[Burst, tuple[str, ...]]:
    while True:
        scripts = tuple(_script(random, 2) for _ in range(random.randint(2, 3)))
        burst = Burst(scripts, timers=_timers(random))
        expected = _log(burst, VirtualLoop())
        if any(
            _log(burst, PermutingLoop(Random(each))) != expected for each in range(PERMUTATIONS)
        ):
            return burst, expected


def _timers(random: Random) -> tuple[int, ...]:
    if random.random() < 0.7:
        return ()
    return tuple(random.sample(range(1, 9), random.randint(2, 4)))


def _script(random: Random, depth: int) -> Script:
    return tuple(_step(random, depth) for _ in range(random.randint(1, 4)))


def _step(random: Random, depth: int) -> Step:
    if not depth or random.random() < 0.5:
        return Step(random.choice(SIMPLE), random.randrange(2))
    kind = random.choice((*SIMPLE_TOO, *NESTED))
    if kind in SIMPLE_TOO:
        return Step(kind, random.randrange(2))
    many = random.randint(2, 3) if kind in {"gather", "taskgroup"} else 1
    # Within a lock only what needs no other one, nor waits for other tasks.
    inner = depth - 1 if kind in {"spawn", "gather", "taskgroup"} else 0
    return Step(kind, random.randrange(2), tuple(_script(random, inner) for _ in range(many)))


def _log(burst: Burst, loop: Any) -> tuple[str, ...]:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return tuple(runner.run(burst.run()))


def main(arguments: list[str]) -> None:
    """Simulate the first thousand programs, or as many as are asked for; an alarm ends it."""
    from haiway_conformance.simulation import simulate, world

    programs = int(arguments[0]) if arguments else 1_000
    for options in ({}, {"exhaustive": True}, {"cancel": "everywhere"}):
        schedules = 0
        for seed in range(programs):
            program = drawn(seed)
            simulation = simulate(
                lambda program=program: program.main(lambda: world.event("it happens outside")),
                schedules=200,
                seed=seed,
                **options,
            )
            schedules += simulation.schedules + simulation.cancellations
        sys.stdout.write(f"{options}: {programs:,} programs, {schedules:,} runs, no alarm\n")


if __name__ == "__main__":
    main(sys.argv[1:])
