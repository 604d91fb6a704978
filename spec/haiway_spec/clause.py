"""The parts of the specification: chapters of clauses, terms, and general rules."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How binding a clause is, with the meaning of RFC 2119."""

    MUST = "MUST"
    """An implementation that violates it is not conformant."""

    SHOULD = "SHOULD"
    """Users expect it: a violation is a warning beside the verdict, never a failure."""

    MAY = "MAY"
    """Every behaviour is legal: the implementation's is recorded, and not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One requirement by which an implementation is judged.

    Attributes:
        id: `chapter/slug`. It never changes: reports, links and known-failure files contain it.
        chapter: The name of the chapter that the clause belongs to.
        slug: The part of the id after the chapter.
        level: How binding the clause is.
        statement: What it asks, with all conditions and exceptions.
        rationale: Why it is asked: what goes wrong for a user without it.
        rely: What a user of a conformant implementation may rely on, in one sentence.
        guide: Titles of the guide's sections that state or imply it, or that leave it open.
        capabilities: The capabilities without which the clause cannot be judged.
        one_of: Capabilities of which any single one is enough to judge it, beside those above;
            empty if it needs none of that kind.
    """

    id: str
    chapter: str
    slug: str
    level: Level
    statement: str
    rationale: str
    rely: str
    guide: tuple[str, ...]
    capabilities: tuple[str, ...]
    one_of: tuple[str, ...] = ()

    def missing(self, present: Collection[str]) -> tuple[str, ...]:
        """Return the capabilities for want of which an implementation cannot be judged by it.

        Args:
            present: The capabilities that the implementation has.

        Returns:
            Those of `capabilities` that are not there, and all of `one_of` if none of these is.
        """
        missing = [each for each in self.capabilities if each not in present]
        if not any(each in present for each in self.one_of):
            missing += self.one_of
        return tuple(missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """The clauses about one subject, in the specification's order.

    Attributes:
        name: The first part of its clauses' ids.
        title: The heading.
        summary: What the chapter promises, and what breaks for users without it.
        clauses: At least one.
    """

    name: str
    title: str
    summary: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term with one exact meaning in all clauses."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that holds for every clause, so that no clause has to repeat it."""

    title: str
    text: str
