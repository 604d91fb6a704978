"""What the specification consists of: chapters of clauses, terms, and general rules."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How binding a clause is, with the meaning of RFC 2119."""

    MUST = "MUST"
    """An implementation that does otherwise is not conformant."""

    SHOULD = "SHOULD"
    """What users expect: doing otherwise is a warning in the verdict, and never a failure."""

    MAY = "MAY"
    """Every legal way is as good as another: which one it is gets recorded, and not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One thing that an implementation is judged by.

    Attributes:
        id: `chapter/slug`, stable for ever: reports, links and known-failure files contain it.
        chapter: The name of the chapter that the clause belongs to.
        slug: The part of the id after the chapter.
        level: How binding the clause is.
        statement: What is asked, with all its conditions, and with what is not judged.
        rationale: Why it is asked: what goes wrong for a user without it.
        rely: What a user of a conformant implementation may build on, in one sentence.
        guide: Titles of the guide's sections that say or imply it, or that leave it open.
        capabilities: What an implementation must have for the clause to be judged at all.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """The clauses about one subject, in the specification's order.

    Attributes:
        name: The first part of its clauses' ids.
        title: The heading a reader sees.
        summary: What the chapter promises, and what breaks for users without it.
        clauses: At least one.
    """

    name: str
    title: str
    summary: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word that the clauses use in one exact meaning."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Something that holds for every clause, so that no clause has to repeat it."""

    title: str
    text: str
