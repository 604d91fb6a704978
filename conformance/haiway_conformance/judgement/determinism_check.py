"""Check that the same program under the same schedule does the same: `DeterminismCheck`.

All decisions of the simulation are in the schedule. A run that differs the second time depends on
something else: time, chance, threads, the addresses of objects. A violation that it showed is a
violation all the same, but it may not show again, and the report says so.
"""

from itertools import zip_longest

from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement.counterexample import ending_of
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.run import Run
from haiway_conformance.programs.execution import comparable
from haiway_conformance.simulated_loop import Event, ReplayChoices

__all__ = ("DeterminismCheck",)


class DeterminismCheck:
    """Repeats a sample of the runs of one property, and compares.

    The sample consists of the last run of the 1st, the 4th, the 16th program, and so on, and of
    each run that violates a clause.

    Args:
        adapter: The implementation.
    """

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter
        self._difference = ""

    @property
    def difference(self) -> str:
        """A sentence that says what the first difference was; empty if there was none."""
        return self._difference

    def sample(self, number: int, run: Run) -> None:
        """Check a run if it belongs to the sample.

        Args:
            number: The number of its program, from 1.
            run: The run.
        """
        if number.bit_count() == 1 and number.bit_length() % 2:  # a power of four
            self.check(run)

    def check(self, run: Run) -> None:
        """Repeat a run and compare, unless a difference is known already.

        Args:
            run: The run.
        """
        if not self._difference:
            again = execute(self._adapter, run.program, ReplayChoices(run.deviations))
            self._difference = _difference(run, again)


def _difference(first: Run, second: Run) -> str:
    """Return a sentence on the first difference between two runs; empty if there is none."""
    for number, (one, other) in enumerate(zip_longest(first.trace, second.trace), 1):
        if one is None or other is None or _comparable(one) != _comparable(other):
            was = "nothing more" if one is None else one.in_words
            now = "nothing more" if other is None else other.in_words
            return f"event {number:,} was first: {was}; and then: {now}"
    was, now = ending_of(first), ending_of(second)
    if comparable(was) == comparable(now):
        return ""
    return f"the end was first: {was}; and then: {now}"


def _comparable(event: Event) -> Event:
    # Of a caught exception, the subject is its description.
    subject, detail = comparable(event.subject), comparable(event.detail)
    return event._replace(subject=subject, detail=detail)
