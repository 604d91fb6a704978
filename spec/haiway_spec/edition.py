"""One edition of the specification, with lookup of chapters and clauses."""

from dataclasses import dataclass
from difflib import get_close_matches

from haiway_spec.clause import Chapter, Clause, Rule, Term


class UnknownClause(LookupError):  # noqa: N818 - it says what happened
    """No clause of the specification has the id."""


class UnknownChapter(LookupError):  # noqa: N818 - it says what happened
    """No chapter of the specification has the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """One edition: its chapters in order, the terms they use, and the rules that hold for all.

    Attributes:
        edition: The edition's name; verdicts of different editions are not comparable.
        title: The heading.
        guide: The document that the clauses are derived from.
        guide_sections: The titles of that document's sections, in order.
        chapters: In the specification's order.
        glossary: The terms with one exact meaning.
        rules: The rules that hold for every clause.
    """

    edition: str
    title: str
    guide: str
    guide_sections: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    glossary: tuple[Term, ...]
    rules: tuple[Rule, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause of every chapter, in the specification's order."""
        return tuple(clause for chapter in self.chapters for clause in chapter.clauses)

    def clause(self, identifier: str) -> Clause:
        """Return the clause with an id.

        Args:
            identifier: A full id, such as `"scopes/exit-cancels-tasks"`.

        Raises:
            UnknownClause: If no clause has that id; the message names the nearest ones.
        """
        for clause in self.clauses:
            if clause.id == identifier:
                return clause
        raise UnknownClause(self._why_no_clause(identifier))

    def chapter(self, name: str) -> Chapter:
        """Return the chapter with a name.

        Args:
            name: The first part of its clauses' ids, such as `"scopes"`.

        Raises:
            UnknownChapter: If no chapter has that name; the message names the nearest ones.
        """
        for chapter in self.chapters:
            if chapter.name == name:
                return chapter
        raise UnknownChapter(self._why_no_chapter(name))

    def _why_no_clause(self, identifier: str) -> str:
        problem = f"the specification has no clause {identifier!r}"
        ids = [clause.id for clause in self.clauses]
        for chapter in self.chapters:
            if chapter.name == identifier.rstrip("/"):
                return (
                    f"{problem}: {chapter.name!r} is a chapter; name one of its clauses, such as "
                    f"{_alternatives([clause.id for clause in chapter.clauses[:3]])}"
                )
        same_slug = [clause.id for clause in self.clauses if clause.slug == identifier]
        if same_slug:
            return (
                f"{problem}: an id is a chapter and a slug; did you mean "
                f"{_alternatives(same_slug)}?"
            )
        slug = identifier.rpartition("/")[2]
        moved = [clause.id for clause in self.clauses if clause.slug == slug]
        near_slugs = get_close_matches(slug, [clause.slug for clause in self.clauses], n=2)
        near = dict.fromkeys(
            [
                *moved,
                *get_close_matches(identifier, ids, n=3),
                *(clause.id for clause in self.clauses if clause.slug in near_slugs),
            ]
        )
        if near:
            return f"{problem}; did you mean {_alternatives(list(near)[:4])}?"
        return (
            f"{problem}, and none with a similar id; an id is a chapter and a slug, such as "
            f"{ids[0]!r}, and the chapters are {self._chapter_names()}"
        )

    def _why_no_chapter(self, name: str) -> str:
        problem = f"the specification has no chapter {name!r}"
        near = get_close_matches(name.partition("/")[0], [one.name for one in self.chapters], n=2)
        if near:
            return f"{problem}; did you mean {_alternatives(near)}?"
        return f"{problem}; the chapters are {self._chapter_names()}"

    def _chapter_names(self) -> str:
        return ", ".join(chapter.name for chapter in self.chapters)


def _alternatives(names: list[str]) -> str:
    return " or ".join(repr(name) for name in names)
