"""The search for a schedule under which something is wrong: `explored`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Final

from haiway_conformance.exploration import BoundedSearch, Bounds, portfolio
from haiway_conformance.simulated_loop import Choices, RandomWalk
from haiway_conformance.simulation.injection import Injection, injections
from haiway_conformance.simulation.settings import DEVIATIONS, Settings
from haiway_conformance.simulation.single_run import Ran

__all__ = ("Explored", "Run", "explored")

type Run = Callable[[Choices, Injection | None], Ran]
"""Runs the program once."""

# Keeps the schedules of one seed apart from those of the next.
_PRIME: Final = 7_919


@dataclass(frozen=True, slots=True)
class Explored:
    """The outcome of a search.

    Attributes:
        runs: The number of runs.
        schedules: The number of runs without a request to cancel from outside.
        complete: True if these are all schedules within the bounds of an exhaustive search, or if
            the program leaves no choice.
        failed: The first run in which something is wrong; None if there is none.
    """

    runs: int
    schedules: int
    complete: bool
    failed: Ran | None = None


def explored(run: Run, settings: Settings, passed: Callable[[Ran], None]) -> Explored:
    """Search for a run in which something is wrong.

    Args:
        run: Runs the program once.
        settings: How it is simulated.
        passed: Called with each run in which nothing is.

    Returns:
        What the search came to. It ends with the first run in which something is wrong.
    """
    search = BoundedSearch(Bounds(DEVIATIONS, settings.largest)) if settings.exhaustive else None
    sources = iter(search) if search else islice(portfolio(settings.seed), settings.largest)
    schedules = 0
    suspensions: tuple[int, ...] = ()
    only = False
    for choices in sources:
        ran = run(choices, None)
        schedules += 1
        if ran.finding is not None:
            return Explored(schedules, schedules, complete=False, failed=ran)
        passed(ran)
        suspensions = suspensions or ran.suspensions
        only = schedules == 1 and not ran.asked
        if only and search is None:
            break
    complete = only or (search is not None and search.cut is None)
    runs = schedules
    for injection, choices in _injected(suspensions, settings):
        ran = run(choices, injection)
        runs += 1
        if ran.finding is not None:
            return Explored(runs, schedules, complete=False, failed=ran)
        passed(ran)
    return Explored(runs, schedules, complete)


def _injected(
    suspensions: tuple[int, ...], settings: Settings
) -> Iterator[tuple[Injection, Choices]]:
    """Yield the requests to cancel that come from outside, each with a schedule of its own.

    Args:
        suspensions: How often each task is suspended in the canonical run.
        settings: How the program is simulated. As many of the requests are tried as schedules.
    """
    every = list(injections(suspensions))
    if len(every) > settings.largest:
        some = Random(settings.seed)  # noqa: S311 - repeatable by design, not a secret
        every = [every[at] for at in sorted(some.sample(range(len(every)), settings.largest))]
    for number, injection in enumerate(every):
        yield injection, RandomWalk(settings.seed * _PRIME + number)
