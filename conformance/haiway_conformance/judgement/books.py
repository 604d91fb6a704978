"""The books of one property: what was run, and what came of it (`Books`)."""

import hashlib

from haiway_conformance.adapter import Adapter, Implementation
from haiway_conformance.judgement.counterexample import counterexample
from haiway_conformance.judgement.findings import Exhausted, Findings
from haiway_conformance.judgement.left_behind import LeftBehind
from haiway_conformance.judgement.run import Run
from haiway_conformance.judgement.self_check import SelfCheck

__all__ = ("Books",)


class Books:
    """Counts programs and runs, and looks after each run that counts.

    Args:
        adapter: The implementation.
        implementation: Which it is.
        seed: What random schedules follow from.

    Attributes:
        programs: How many programs there were so far.
        observed: The answers to an open question.
        check: Whether runs can be repeated.
    """

    def __init__(self, adapter: Adapter, implementation: Implementation, *, seed: int) -> None:
        self.programs = 0
        self.observed: set[str] = set()
        self.check = SelfCheck(adapter)
        self._adapter = adapter
        self._implementation = implementation
        self._left = LeftBehind(adapter, seed=seed)
        self._schedules = self._met = 0
        self._hygiene = set[str]()
        self._digest = hashlib.sha256()

    def begin(self, program: str) -> None:
        """Begin with a program.

        Args:
            program: Its text.
        """
        self.programs += 1
        self._digest.update(program.encode() + b"\n")
        self._hygiene = set[str]()

    def count(self, run: Run | None = None) -> None:
        """Count a run.

        Args:
            run: The run, if what it leaves behind is judged.
        """
        self._schedules += 1
        if run is not None:
            self._hygiene |= self._left.look(run)

    def end(self, *, met: bool) -> None:
        """End with a program.

        Args:
            met: Whether it met the property's premise.
        """
        self._met += met
        self._left.count(self._hygiene)

    def findings(self, exhausted: Exhausted) -> Findings:
        """What was found so far.

        Args:
            exhausted: What was run under all schedules.
        """
        return Findings(
            programs=self.programs,
            schedules=self._schedules,
            met=self._met,
            digest=self._digest.hexdigest(),
            unrepeatable=self.check.difference,
            observed=tuple(sorted(self.observed)),
            hygiene=self._left.met,
            unclean={
                clause: counterexample(
                    found.run,
                    found.complaint,
                    adapter=self._adapter,
                    implementation=self._implementation,
                    clause=clause,
                    minimal=found.minimal,
                )
                for clause, found in self._left.smallest().items()
            },
            exhausted=exhausted,
        )
