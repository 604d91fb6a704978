"""The smallest schedule under which a program still shows the same thing: `shrunk`."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from haiway_conformance.exploration import BoundedSearch, Bounds
from haiway_conformance.simulated_loop import Choices, ReplayChoices
from haiway_conformance.simulation.injection import Injection
from haiway_conformance.simulation.single_run import Ran

__all__ = ("Running", "shrunk")

type Running = Callable[[Choices, Injection | None], Ran]
"""Runs the program once."""

# The largest number of runs.
RUNS: Final = 400


def shrunk(found: Ran, run: Running) -> tuple[Ran, Ran | None]:
    """Take away from a schedule what is not needed to show what is wrong.

    Args:
        found: The run in which something is wrong.
        run: Runs the program once.

    Returns:
        The run with the fewest deviations from the canonical schedule; and the run of one deviation
        less, in which nothing is wrong, that goes on like this one for the longest time. None if
        there is no such run: it is wrong under the canonical schedule.
    """
    shrinking = _Shrinking(found, run)
    shrinking.shrink()
    return shrinking.smallest, shrinking.nearest


class _Shrinking:
    def __init__(self, found: Ran, run: Running) -> None:
        self.smallest = found
        self.nearest: Ran | None = None
        self._run = run
        self._left = RUNS
        self._tried: set[tuple[frozenset[tuple[int, int]], Injection | None]] = set()

    def shrink(self) -> None:
        """Make it smaller, until nothing can be taken away."""
        # Most often it is wrong without any deviation, or without a request from outside.
        if self.smallest.injection is not None:
            self._try(self.smallest.deviations, None)
        self._try({}, self.smallest.injection)
        while any(self._try(*each) for each in self._smaller()):
            pass
        self._search()
        self.nearest = self._nearest()

    def _search(self) -> None:
        """Go through the schedules with fewer deviations, the simplest ones first."""
        fewer = len(self.smallest.deviations) - 1
        if fewer < 1 or not self._left:
            return
        for choices in BoundedSearch(Bounds(fewer, self._left)):
            ran = self._run(choices, self.smallest.injection)
            if self._accept(ran):
                break

    def _smaller(self) -> Iterator[tuple[Mapping[int, int], Injection | None]]:
        injection = self.smallest.injection
        deviations = dict(self.smallest.deviations)
        for some in _parts(sorted(deviations)):
            yield {at: to for at, to in deviations.items() if at not in some}, injection
        if injection is not None:
            for sooner in range(1, injection.suspension):
                yield deviations, Injection(injection.task, sooner, injection.moment)
        for at, to in deviations.items():
            if to > 1:
                yield {**deviations, at: 1}, injection

    def _try(self, deviations: Mapping[int, int], injection: Injection | None) -> bool:
        tried = frozenset(deviations.items()), injection
        if tried in self._tried or not self._left:
            return False
        self._tried.add(tried)
        self._left -= 1
        return self._accept(self._run(ReplayChoices(deviations), injection))

    def _accept(self, ran: Ran) -> bool:
        mine = self.smallest.finding
        if mine is None or not mine.is_like(ran.finding):
            return False
        if _size(ran) >= _size(self.smallest):
            return False
        self.smallest = ran
        return True

    def _nearest(self) -> Ran | None:
        """Return the run without the last deviation that passes; or without the request."""
        deviations, injection = self.smallest.deviations, self.smallest.injection
        for at in sorted(deviations, reverse=True):
            fewer = {each: to for each, to in deviations.items() if each != at}
            ran = self._run(ReplayChoices(fewer), injection)
            if ran.finding is None:
                return ran
        if injection is not None:
            ran = self._run(ReplayChoices(deviations), None)
            if ran.finding is None:
                return ran
        return None


def _size(ran: Ran) -> tuple[int, ...]:
    suspension = ran.injection.suspension if ran.injection else 0
    return len(ran.deviations), suspension, sum(ran.deviations.values()), sum(ran.deviations)


def _parts(places: list[int]) -> Iterator[frozenset[int]]:
    """Yield some of the places that could be taken away: many of them first, then each."""
    size = len(places) // 2
    while size > 1:
        for start in range(0, len(places), size):
            yield frozenset(places[start : start + size])
        size //= 2
    for each in reversed(places):
        yield frozenset({each})
