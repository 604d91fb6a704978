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
class Example:
    """A few lines of code that show what a clause means.

    Attributes:
        code: Python that defines a coroutine function `main` without parameters. It uses `asyncio`
            and the names of the guide (`ctx`, `State`, and the helpers), and imports what else it
            needs.
        prints: What `main` prints with a conformant implementation, without the last line break.
        otherwise: What goes wrong for a user of an implementation that violates the clause.
    """

    code: str
    prints: str
    otherwise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One requirement by which an implementation is judged.

    Attributes:
        id: `chapter/slug`. It never changes: reports, links and known-failure files contain it.
        chapter: The name of the chapter that the clause belongs to.
        slug: The part of the id after the chapter.
        level: How binding the clause is.
        title: What people call it, in about five words.
        promise: What it promises to a user, in one line.
        statement: What it asks, with all conditions and exceptions. It alone is normative.
        judged: How the suite judges it and what it leaves open for that; empty if that goes
            without saying.
        rationale: Why it is asked: what goes wrong for a user without it.
        rely: What a user of a conformant implementation may rely on (what to expect, if it is a
            SHOULD), in one sentence.
        guide: Titles of the guide's sections that state or imply it, or that leave it open.
        capabilities: The capabilities without which the clause cannot be judged.
        one_of: Capabilities of which any single one is enough to judge it, beside those above;
            empty if it needs none of that kind.
        example: What it means in code; None if it has none.
    """

    id: str
    chapter: str
    slug: str
    level: Level
    title: str
    promise: str
    statement: str
    judged: str
    rationale: str
    rely: str
    guide: tuple[str, ...]
    capabilities: tuple[str, ...]
    one_of: tuple[str, ...] = ()
    example: Example | None = None

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
    """A term with one exact meaning in all clauses.

    Attributes:
        word: The term, in small letters.
        meaning: Its definition.
        forms: Other forms of it, such as the plural.
    """

    word: str
    meaning: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that holds for every clause, so that no clause has to repeat it."""

    title: str
    text: str
