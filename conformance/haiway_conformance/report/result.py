"""What one property came to: `Result`, plain data that crosses processes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from haiway_spec import Level

from haiway_conformance.judgement.findings import Counterexample, Findings

__all__ = ("NOT_OBSERVED", "Outcome", "Result", "outcome_without_violation")

NOT_OBSERVED = "not observed"
"""What is recorded of a MAY clause when no program came to the situation it is about."""


class Outcome(StrEnum):
    """How a property, or a clause, came out."""

    PASSED = "passed"
    """Nothing that the clause forbids was seen, and its premise did occur."""

    FAILED = "failed"
    """Something that the clause forbids was seen."""

    UNSUPPORTED = "unsupported"
    """The implementation lacks a capability without which the clause can't be judged."""

    VACUOUS = "vacuous"
    """Nothing was seen, but the premise never occurred either, so that says nothing."""

    ERROR = "error"
    """The kit failed, and says nothing about the implementation."""

    RECORDED = "recorded"
    """The clause leaves a choice open; which way the implementation goes was noted."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one property came to.

    Attributes:
        test: The property: `file stem::function name[parameters]`, the same wherever it runs.
        clause: The id of its clause.
        outcome: How it came out.
        message: Why, where that is not plain: what failed, what is missing.
        findings: What its exploration found.
        counterexample: For a failure, the run that shows it.
        net: Whether it is one of those whose premise other properties of the clause make occur.
    """

    test: str
    clause: str
    outcome: Outcome
    message: str = ""
    findings: Findings = field(default_factory=Findings)
    counterexample: Counterexample | None = None
    net: bool = False

    def to_json(self) -> dict[str, Any]:
        """As a tree of dictionaries, lists, strings and numbers."""
        shown = self.counterexample
        return {
            "test": self.test,
            "clause": self.clause,
            "outcome": str(self.outcome),
            "message": self.message,
            "findings": self.findings.to_json(),
            "net": self.net,
            "counterexample": None
            if shown is None
            else {
                "message": shown.message,
                "text": shown.text,
                "token": shown.token,
                "size": shown.size,
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """From what `to_json` gave.

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
            counterexample=None if shown is None else Counterexample(**shown),
            net=data["net"],
        )


def outcome_without_violation(level: Level, findings: Findings) -> Outcome:
    """How a property came out that saw nothing its clause forbids.

    Args:
        level: The level of its clause. A clause of level MAY has no premise to miss: that a
            situation was not observed is an observation too.
        findings: What its exploration found. If programs were left out because the implementation
            lacks a capability, and none of the others met the premise, nothing was judged. A
            property without programs (it runs a program of its own, in real time) has judged by
            coming to its end.
    """
    if findings.lacking and not findings.met:
        return Outcome.UNSUPPORTED
    if level is Level.MAY:
        return Outcome.RECORDED
    if findings.programs > 0 and findings.met == 0:
        return Outcome.VACUOUS
    return Outcome.PASSED
