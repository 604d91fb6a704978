"""How far a program has come, by its trace: `Progress`."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

from haiway_conformance.simulated_loop.trace import Event

__all__ = ("REPEATS", "Progress")

# The number of times that the same event counts as progress.
REPEATS: Final = 20


class Progress:
    """Counts the events of a trace, but the same event only so many times.

    A background task that ticks for ever does the same again and again, and that is no progress.
    There are only so many different things for a program to do, so its progress ends at last.

    Args:
        trace: The trace.
    """

    def __init__(self, trace: Sequence[Event]) -> None:
        self._trace = trace
        self._looked_at = self._made = 0
        self._times: Counter[tuple[str, str, str]] = Counter()

    def __call__(self) -> int:
        """Return the number of events so far; times and details make no difference between them."""
        new = islice(self._trace, self._looked_at, None)
        self._looked_at = len(self._trace)
        for each in new:
            event = each.task, each.did, each.subject
            self._times[event] += 1
            self._made += self._times[event] <= REPEATS
        return self._made
