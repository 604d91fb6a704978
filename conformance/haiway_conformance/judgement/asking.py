"""Ask a property about single programs, with the implementation and with oracles: `Asking`."""

from collections.abc import Callable, Sequence

from haiway_conformance.adapter import Adapter
from haiway_conformance.judgement.blame import Blame
from haiway_conformance.judgement.optimized import Optimized
from haiway_conformance.judgement.oracle import Attempting, Oracle, oracles_for
from haiway_conformance.judgement.run import Run
from haiway_conformance.judgement.single_run import SingleRun, attempt

__all__ = ("Asking", "Replay")

type Replay = Callable[[SingleRun], object]
"""Calls a property with a single run in place of its explorer."""


class Asking:
    """Asks a property about single programs.

    Args:
        adapter: The implementation.
        optimized: Runs programs with the implementation under `python -O`.
        oracles: Right implementations.
        blame: Tells the runs that end badly because of other clauses.
        clause: The id of the clause that is judged; empty for none.
        seed: The seed of random schedules.
    """

    def __init__(
        self,
        adapter: Adapter,
        optimized: Optimized,
        oracles: Sequence[Adapter],
        blame: Blame,
        *,
        clause: str,
        seed: int,
    ) -> None:
        self._adapter = adapter
        self._optimized = optimized
        self._oracles = oracles
        self._blame = blame
        self._clause = clause
        self._seed = seed
        self._refuted: dict[str, bool] = {}

    def implementation(self, replay: Replay) -> Attempting:
        """Return what asks with the implementation.

        Args:
            replay: Calls the property.
        """
        return self._attempting(self._adapter, replay, self._optimized)

    def oracles(self, replay: Replay) -> Sequence[Oracle]:
        """Return the oracles.

        Args:
            replay: Calls the property.
        """
        unknown = Optimized("")  # what the implementation does says nothing about an oracle
        return oracles_for(
            self._oracles, lambda each: self._attempting(each, replay, unknown), self._clause
        )

    def is_refuted(self, run: Run, replay: Replay) -> bool:
        """Return True if a right implementation violates the property in a run's program too.

        Args:
            run: A run in which the implementation violates it.
            replay: Calls the property.
        """
        text = run.program.to_text()
        if text not in self._refuted:
            self._refuted[text] = any(
                answer.violation is not None
                for oracle in self.oracles(replay)
                for answer in oracle.answers(run, self._seed)
            )
        return self._refuted[text]

    def _attempting(self, adapter: Adapter, replay: Replay, optimized: Optimized) -> Attempting:
        return lambda program, choices: attempt(
            SingleRun(adapter, program, choices, optimized, self._blame.anew()), replay
        )
