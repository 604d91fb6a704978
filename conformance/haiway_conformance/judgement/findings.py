"""The findings of one property, as plain data that can cross processes: `Findings`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from haiway_conformance.exploration import Exhausted
from haiway_conformance.timeline import Picture

__all__ = ("Contrast", "Counterexample", "Findings")


@dataclass(frozen=True, slots=True)
class Contrast:
    """The first difference between a run that violates a clause and one that does not.

    Attributes:
        other: The other run, in words.
        here: The first event that is not the same in both, as it is in the violating run.
        there: The event that the other run has in its place.
    """

    other: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A run that violates a clause.

    Attributes:
        message: A sentence that says what happened instead of what the clause asks.
        text: The program and the events of the run, for people.
        token: Program and schedule, for machines.
        size: The number of operations of the program: the smallest of several counterexamples is
            shown.
        minimal: True if nothing can be taken away from it, False if the budget ran out before that
            was known, None if it is as it was found.
        picture: What the text shows, as data; None for a worked program, which has no trace.
        violates: The ids of the clauses that the run violates, as far as its trace tells; sorted.
        ending: How it ended badly, without names; empty if it did not.
        contrast: The first difference to a run that passes; None if none is known.
    """

    message: str
    text: str
    token: str
    size: int
    minimal: bool | None = None
    picture: Picture | None = None
    violates: tuple[str, ...] = ()
    ending: str = ""
    contrast: Contrast | None = None

    def to_json(self) -> dict[str, Any]:
        """Return a tree of dictionaries, lists, strings and numbers."""
        return {
            "message": self.message,
            "text": self.text,
            "token": self.token,
            "size": self.size,
            "minimal": self.minimal,
            "picture": None if self.picture is None else self.picture.to_json(),
            "violates": list(self.violates),
            "ending": self.ending,
            "contrast": None if self.contrast is None else asdict(self.contrast),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Make a counterexample from the tree that `to_json` returned.

        Args:
            data: The tree.
        """
        picture, contrast = data["picture"], data["contrast"]
        given: dict[str, Any] = {
            **data,
            "picture": None if picture is None else Picture.from_json(picture),
            "violates": tuple(data["violates"]),
            "contrast": None if contrast is None else Contrast(**contrast),
        }
        return cls(**given)


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that one property found.

    Attributes:
        programs: The number of programs that were run.
        schedules: The number of runs of all programs.
        met: The number of programs that met the property's premise, under at least one schedule;
            for an open question, the number of those in which it was answered.
        digest: A digest of all programs, in order.
        unrepeatable: The first difference between a run and its repetition; empty for none.
        lacking: The capabilities for want of which programs were not run, or drawn without
            observations, sorted.
        observed: The answers to an open question (a clause of level MAY) that were seen, sorted.
        shows: For each of these that a run shows, the token of the smallest such run.
        hygiene: The number of programs that met the premise of each clause of chapter hygiene.
        unclean: The smallest counterexample for each clause of chapter hygiene that was violated.
        left_out: The number of runs that said nothing about the clause, because they ended badly
            by the fault of others, or because a right implementation shows the same.
        blamed: The smallest such run for each of these other clauses.
        exhausted: The programs that were run under all schedules within bounds.
    """

    programs: int = 0
    schedules: int = 0
    met: int = 0
    digest: str = ""
    unrepeatable: str = ""
    lacking: tuple[str, ...] = ()
    observed: tuple[str, ...] = ()
    shows: Mapping[str, str] = field(default_factory=dict[str, str])
    hygiene: Mapping[str, int] = field(default_factory=dict[str, int])
    unclean: Mapping[str, Counterexample] = field(default_factory=dict[str, Counterexample])
    left_out: int = 0
    blamed: Mapping[str, Counterexample] = field(default_factory=dict[str, Counterexample])
    exhausted: Exhausted = field(default_factory=Exhausted)

    def to_json(self) -> dict[str, Any]:
        """Return the findings as a tree of dictionaries, lists, strings and numbers."""
        return {
            "programs": self.programs,
            "schedules": self.schedules,
            "met": self.met,
            "digest": self.digest,
            "unrepeatable": self.unrepeatable,
            "lacking": list(self.lacking),
            "observed": list(self.observed),
            "shows": dict(self.shows),
            "hygiene": dict(self.hygiene),
            "unclean": {clause: each.to_json() for clause, each in self.unclean.items()},
            "left_out": self.left_out,
            "blamed": {clause: each.to_json() for clause, each in self.blamed.items()},
            "exhausted": asdict(self.exhausted),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read findings.

        Args:
            data: The tree that `to_json` returned.
        """
        given: dict[str, Any] = {
            **data,
            "lacking": tuple(data["lacking"]),
            "observed": tuple(data["observed"]),
            "unclean": _counterexamples(data["unclean"]),
            "blamed": _counterexamples(data["blamed"]),
            "exhausted": Exhausted(**data["exhausted"]),
        }
        return cls(**given)


def _counterexamples(data: Mapping[str, Any]) -> dict[str, Counterexample]:
    return {clause: Counterexample.from_json(each) for clause, each in data.items()}
