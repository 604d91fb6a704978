"""The result of one property, as plain data that can cross processes: `Result`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from haiway_spec import Level

from haiway_conformance.judgement.findings import Counterexample, Findings

__all__ = ("NOT_OBSERVED", "Outcome", "Result", "outcome_without_violation")

NOT_OBSERVED = "not observed"
"""Recorded for a MAY clause if no program came to the situation that the clause is about."""


class Outcome(StrEnum):
    """The outcome of a property or a clause."""

    PASSED = "passed"
    """Nothing that the clause forbids happened, and its premise did occur."""

    FAILED = "failed"
    """Something that the clause forbids happened."""

    UNSUPPORTED = "unsupported"
    """The implementation lacks a capability without which the clause cannot be judged."""

    VACUOUS = "vacuous"
    """The premise never occurred, so nothing could be seen."""

    BLOCKED = "blocked"
    """Every run that could have judged the clause violated another one first."""

    ERROR = "error"
    """Nothing can be said: the implementation ended the process or held it, or the kit failed."""

    KNOWN_FAILURE = "known-failure"
    """It failed, and is listed as a known failure. Only a clause can have this outcome."""

    UNEXPECTED_PASS = "unexpected-pass"  # noqa: S105 - no secret
    """It passed, although it is listed as a known failure. Only a clause can have this outcome."""

    RECORDED = "recorded"
    """The clause leaves a choice open; the implementation's behaviour was noted."""


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one property.

    Attributes:
        test: The property: `file stem::function name[parameters]`, the same wherever it runs.
        clause: The id of its clause.
        outcome: The outcome.
        message: The reason for it, where there is one: what failed, what is missing.
        findings: What its exploration found.
        counterexample: For a failure, a run that shows it.
        random_program: True if it draws random programs, so that other properties of the clause
            have to make sure that the premise occurs.
        prior_use: True if its programs first use much that its clause is not about.
        stopped: True for an error that the implementation brought about: it ended the process, or
            did not end by itself.
    """

    test: str
    clause: str
    outcome: Outcome
    message: str = ""
    findings: Findings = field(default_factory=Findings)
    counterexample: Counterexample | None = None
    random_program: bool = False
    prior_use: bool = False
    stopped: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return a tree of dictionaries, lists, strings and numbers."""
        shown = self.counterexample
        return {
            "test": self.test,
            "clause": self.clause,
            "outcome": str(self.outcome),
            "message": self.message,
            "findings": self.findings.to_json(),
            "random_program": self.random_program,
            "prior_use": self.prior_use,
            "stopped": self.stopped,
            "counterexample": None if shown is None else shown.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Make a result from the tree that `to_json` returned.

        Args:
            data: The tree.
        """
        shown = data["counterexample"]
        return cls(
            test=data["test"],
            clause=data["clause"],
            outcome=Outcome(data["outcome"]),
            message=data["message"],
            findings=Findings.from_json(data["findings"]),
            counterexample=None if shown is None else Counterexample.from_json(shown),
            random_program=data["random_program"],
            prior_use=data["prior_use"],
            stopped=data["stopped"],
        )


def outcome_without_violation(
    level: Level, findings: Findings, *, explores: bool = False
) -> Outcome:
    """Return the outcome of a property that saw nothing that its clause forbids.

    Args:
        level: The level of its clause. A clause of level MAY has no premise to miss: that a
            situation was not observed is an observation too.
        findings: What its exploration found. If programs were left out because the implementation
            lacks a capability, and none of the others met the premise, nothing was judged,
            unless other clauses are to blame for that.
        explores: True for a property that judges by the programs that it explores: without any,
            its premise never occurred. False for one that uses the implementation in another way:
            it has judged by coming to its end.
    """
    if findings.lacking and not findings.met and not findings.blamed:
        return Outcome.UNSUPPORTED
    if level is Level.MAY:
        return Outcome.RECORDED
    if findings.met == 0 and (explores or findings.programs > 0):
        return Outcome.BLOCKED if findings.blamed else Outcome.VACUOUS
    return Outcome.PASSED
