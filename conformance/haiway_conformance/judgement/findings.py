"""What exploring one property brought to light, as plain data that can cross processes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from haiway_conformance.exploration import Exhausted

__all__ = ("Counterexample", "Findings")


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A run that violates a clause.

    Attributes:
        message: What happened instead of what the clause asks, in one sentence.
        text: The program and the events of the run, for people.
        token: Program and schedule, for machines.
        size: How many operations the program has: of several counterexamples, the smallest is
            shown.
    """

    message: str
    text: str
    token: str
    size: int


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one property found.

    Attributes:
        programs: How many programs were run.
        schedules: How many runs there were in all.
        met: How many programs met the property's premise, under at least one schedule; of an open
            question, in how many it was answered.
        digest: A digest of all programs, in order.
        unrepeatable: How a run was another one when it was run again; empty if none was found.
        lacking: The capabilities for want of which programs were left out, sorted.
        observed: What was recorded about an open question (clauses of level MAY): the answers
            seen, sorted.
        hygiene: For each clause of chapter `hygiene` that was checked, how many programs met its
            premise.
        unclean: For each clause of chapter `hygiene` that was violated, the smallest
            counterexample.
        exhausted: The programs among them that were run under all schedules within bounds.
    """

    programs: int = 0
    schedules: int = 0
    met: int = 0
    digest: str = ""
    unrepeatable: str = ""
    lacking: tuple[str, ...] = ()
    observed: tuple[str, ...] = ()
    hygiene: Mapping[str, int] = field(default_factory=dict[str, int])
    unclean: Mapping[str, Counterexample] = field(default_factory=dict[str, Counterexample])
    exhausted: Exhausted = field(default_factory=Exhausted)

    def to_json(self) -> dict[str, Any]:
        """As a tree of dictionaries, lists, strings and numbers."""
        return {
            **asdict(self),
            "lacking": list(self.lacking),
            "observed": list(self.observed),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """From what `to_json` gave.

        Args:
            data: The tree.
        """
        unclean = {name: Counterexample(**each) for name, each in data["unclean"].items()}
        given: dict[str, Any] = {
            **data,
            "lacking": tuple(data["lacking"]),
            "observed": tuple(data["observed"]),
            "unclean": unclean,
            "exhausted": Exhausted(**data["exhausted"]),
        }
        return cls(**given)
