"""The meaning of each outcome, the same in all formats: `OUTCOMES`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from haiway_spec import Level

from haiway_conformance.report.result import Outcome

__all__ = ("OUTCOMES", "UNJUDGED", "Meaning", "Weight")

UNJUDGED: Final = "unjudged"
"""Stands for the outcome of a clause that has none: no property judged it, or not to the end."""


class Weight(StrEnum):
    """How much an outcome counts. Each format says with its own words what these are."""

    PASS = "pass"  # noqa: S105 - no password
    """All is well."""

    FAIL = "fail"
    """The implementation is not conformant."""

    WARN = "warn"
    """Users expect something else, but it counts for nothing in the verdict."""

    KNOWN = "known"
    """It fails as a file of known failures says, and so counts for nothing."""

    UNCLEAR = "unclear"
    """It could not be judged, so nobody knows if the implementation is conformant."""

    SKIP = "skip"
    """There was nothing to judge."""

    NOTE = "note"
    """Any behaviour is legal; the implementation's was recorded."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of an outcome.

    Attributes:
        must: Its weight for a clause of level MUST.
        other: Its weight for other clauses.
        words: What is said where the report gives no reason.
    """

    must: Weight
    other: Weight
    words: str

    def weight(self, level: Level) -> Weight:
        """Return its weight for a clause of a level.

        Args:
            level: The level of the clause.
        """
        return self.must if level is Level.MUST else self.other


def _always(weight: Weight, words: str) -> Meaning:
    return Meaning(weight, weight, words)


# In the order in which they are shown.
OUTCOMES: Final[Mapping[str, Meaning]] = {
    Outcome.FAILED: Meaning(Weight.FAIL, Weight.WARN, "something that the clause forbids happened"),
    Outcome.UNEXPECTED_PASS: _always(
        Weight.FAIL,
        "it passes although it is listed as a known failure: take it off the list",
    ),
    Outcome.ERROR: Meaning(Weight.UNCLEAR, Weight.SKIP, "the kit failed to judge it"),
    Outcome.BLOCKED: Meaning(
        Weight.UNCLEAR, Weight.SKIP, "every run that could have judged it violated another clause"
    ),
    Outcome.VACUOUS: Meaning(Weight.UNCLEAR, Weight.SKIP, "its premise never occurred"),
    Outcome.KNOWN_FAILURE: _always(Weight.KNOWN, "it fails as the file of known failures says"),
    Outcome.RECORDED: _always(Weight.NOTE, "any behaviour is legal, and this one was recorded"),
    Outcome.UNSUPPORTED: _always(
        Weight.SKIP, "the implementation lacks a capability that it needs"
    ),
    Outcome.PASSED: _always(Weight.PASS, ""),
    UNJUDGED: _always(Weight.SKIP, "no property judged it"),
}
