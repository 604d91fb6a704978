"""The programs and runs of one property, counted, and their findings: `Tally`."""

import hashlib
from collections.abc import Set as AbstractSet

from haiway_conformance.adapter import Adapter, Implementation
from haiway_conformance.exploration import Exhausted
from haiway_conformance.judgement.blame import Blame
from haiway_conformance.judgement.counterexample import counterexample, token_of
from haiway_conformance.judgement.determinism_check import DeterminismCheck
from haiway_conformance.judgement.findings import Findings
from haiway_conformance.judgement.hygiene_log import HygieneLog
from haiway_conformance.judgement.run import Run

__all__ = ("Tally",)


class Tally:
    """Counts the programs and runs of one property, and judges the hygiene of its runs.

    Args:
        adapter: The implementation.
        implementation: Its identity.
        blame: Knows the runs that were left out, and why.
        hygiene: Judges the hygiene of runs.

    Attributes:
        programs: The number of programs so far.
        met: The number of those that met the property's premise.
        determinism: The check that runs are deterministic.
    """

    def __init__(
        self, adapter: Adapter, implementation: Implementation, blame: Blame, hygiene: HygieneLog
    ) -> None:
        self.programs = 0
        self._observed: dict[str, Run | None] = {}
        self.determinism = DeterminismCheck(adapter)
        self._adapter = adapter
        self._implementation = implementation
        self._blame = blame
        self._hygiene_log = hygiene
        self._lacking = set[str]()
        self.met = self._schedules = 0
        self._premises = set[str]()
        self._digest = hashlib.sha256()

    def note_lacking(self, lacking: AbstractSet[str]) -> None:
        """Note that a program was not run, or was drawn without observations.

        Args:
            lacking: The capabilities that it would need and the implementation lacks.
        """
        self._lacking |= lacking

    def begin(self, program: str) -> None:
        """Begin a program.

        Args:
            program: Its text.
        """
        self.programs += 1
        self._digest.update(program.encode() + b"\n")
        self._premises = set[str]()

    def count(self, run: Run | None = None) -> None:
        """Count a run.

        Args:
            run: The run, if its hygiene is to be judged.
        """
        self._schedules += 1
        if run is not None:
            self._premises |= self._hygiene_log.add(run)

    def end(self, *, met: bool) -> None:
        """End the program.

        Args:
            met: True if it met the property's premise.
        """
        self.met += met
        self._hygiene_log.count(self._premises)

    def observe(self, answer: str, run: Run | None) -> None:
        """Note an answer to an open question.

        Args:
            answer: The answer.
            run: The run that gives it; of several, the first one of the smallest program is kept.
        """
        known = self._observed.get(answer)
        if known is None or (run is not None and run.program.size < known.program.size):
            self._observed[answer] = run

    def leave_out(self, *, met: bool) -> None:
        """Take back that the last program met the property's premise.

        Args:
            met: True if it did.
        """
        self.met -= met

    def findings(self, clause: str, exhausted: Exhausted) -> Findings:
        """Return the findings so far.

        Args:
            clause: The id of the clause that is judged; empty for none.
            exhausted: The programs that were run under all schedules within bounds.
        """
        return Findings(
            programs=self.programs,
            schedules=self._schedules,
            met=self.met,
            digest=self._digest.hexdigest(),
            unrepeatable=self.determinism.difference,
            lacking=tuple(sorted(self._lacking)),
            observed=tuple(sorted(self._observed)),
            shows={
                answer: token_of(run, self._implementation, clause).to_text()
                for answer, run in sorted(self._observed.items())
                if run is not None
            },
            hygiene=self._hygiene_log.met,
            unclean={
                each: counterexample(
                    found.run,
                    found.complaint,
                    adapter=self._adapter,
                    implementation=self._implementation,
                    clause=each,
                    minimal=found.minimal,
                    violates=self._blame.violated(found.run),
                    contrast=found.contrast,
                )
                for each, found in self._hygiene_log.smallest().items()
            },
            left_out=self._blame.left_out,
            blamed={
                each: counterexample(
                    found.run,
                    found.sentence,
                    adapter=self._adapter,
                    implementation=self._implementation,
                    clause=each,
                    violates=self._blame.violated(found.run),
                )
                for each, found in sorted(self._blame.blamed.items())
            },
            exhausted=exhausted,
        )
