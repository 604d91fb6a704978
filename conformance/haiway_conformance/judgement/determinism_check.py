"""Check that the same program under the same schedule does the same: `DeterminismCheck`.

All decisions of the simulation are in the schedule. A run that differs the second time depends on
something else: time, chance, threads, the addresses of objects. A violation that it showed is a
violation all the same, but it may not show again, and the report says so.
"""

from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement.difference import difference_between
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.run import Run
from haiway_conformance.simulated_loop import ReplayChoices

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
            self._difference = difference_between(run, again)
