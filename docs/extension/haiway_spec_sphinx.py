"""A Sphinx extension that renders the specification from its data.

Directives, each of which needs the page to have a heading above it:

- `{clauses} CHAPTER`: the chapter's summary, and each of its clauses under a permanent anchor;
- `{clause-index}`: every chapter with links to its clauses and their levels;
- `{glossary-of-terms}` and `{general-rules}`: the terms, and the rules that hold for all clauses;
- `{capability-list}`: the closed list of capabilities.

The role `{clause}` links to a clause by its id. An unknown id causes a warning that names the
nearest ids, and so fails a build that treats warnings as errors.

The texts of the specification are prose with code spans. They are turned into nodes without a
parser, so that pages in Markdown and in reStructuredText show the same. A code span that is the id
of a clause becomes a link to it, and in a statement the first use of a term a link to its meaning.
"""

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Final

from docutils import nodes
from haiway_spec import (
    CAPABILITIES,
    Chapter,
    Clause,
    Level,
    Term,
    UnknownChapter,
    UnknownClause,
    describe_capability,
    specification,
    term_uses,
)
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

_logger = getLogger(__name__)

_MARKED: Final = re.compile(r"`([^`]+)`|\b((?:MUST|SHOULD)(?: NOT)?|MAY)\b")


def anchor(clause: Clause) -> str:
    """Return the anchor of a clause. It never changes, because links from outside contain it."""
    return f"clause-{clause.chapter}-{clause.slug}"


def term_anchor(term: Term) -> str:
    """Return the anchor of a term of the glossary."""
    return f"term-{_slug(term.word)}"


class _SpecificationDirective(SphinxDirective):
    def target(self, identifier: str, title: str) -> str:
        """Register an anchor of this page, so that other pages can link to it."""
        self.env.domains.standard_domain.note_hyperlink_target(
            identifier, self.env.docname, identifier, title=title
        )
        return identifier

    def definitions(self, entries: Iterable[tuple[str, nodes.Node, str]]) -> list[nodes.Node]:
        """Make a definition list of anchors, terms and their meanings."""
        items: list[nodes.Node] = []
        for identifier, term, meaning in entries:
            self.target(identifier, term.astext())
            items.append(
                nodes.definition_list_item(
                    "",
                    nodes.term("", "", term, ids=[identifier]),
                    nodes.definition("", *_prose(meaning)),
                )
            )
        return [nodes.definition_list("", *items, classes=["specification-words"])]


class ClausesDirective(_SpecificationDirective):
    """Render one chapter: its summary, and each clause in a section with a permanent anchor."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the nodes of the chapter named in the argument."""
        name = self.arguments[0]
        try:
            chapter = specification().chapter(name)
        except UnknownChapter as unknown:
            raise self.error(str(unknown)) from unknown
        self.env.note_dependency(str(files("haiway_spec") / "clauses" / f"{name}.toml"))
        return [*_prose(chapter.summary), *(self._section(clause) for clause in chapter.clauses)]

    def _section(self, clause: Clause) -> nodes.section:
        identifier = self.target(anchor(clause), clause.id)
        return nodes.section(
            "",
            nodes.title("", "", nodes.literal(text=clause.id)),
            nodes.paragraph("", "", level_badge(clause.level), classes=["clause-level"]),
            nodes.container(
                "", *_prose(clause.statement, terms=True), classes=["clause-statement"]
            ),
            _facts(clause),
            ids=[identifier],
            names=[clause.id],
            classes=["clause"],
        )


class ClauseIndexDirective(_SpecificationDirective):
    """Render a list of all clauses with their levels, chapter by chapter."""

    def run(self) -> list[nodes.Node]:
        """Make a section per chapter."""
        return [self._section(chapter) for chapter in specification().chapters]

    def _section(self, chapter: Chapter) -> nodes.section:
        lines = (
            nodes.paragraph("", "", level_badge(clause.level), nodes.Text(" "), clause_link(clause))
            for clause in chapter.clauses
        )
        return nodes.section(
            "",
            nodes.title("", chapter.title),
            nodes.bullet_list(
                "", *(nodes.list_item("", line) for line in lines), classes=["clause-index"]
            ),
            ids=[self.target(f"chapter-{chapter.name}", chapter.title)],
            names=[f"chapter {chapter.name}"],
        )


class TermsDirective(_SpecificationDirective):
    """Render the glossary."""

    def run(self) -> list[nodes.Node]:
        """Make a definition list."""
        return self.definitions(
            (term_anchor(term), nodes.Text(term.word), term.meaning)
            for term in specification().glossary
        )


class RulesDirective(_SpecificationDirective):
    """Render the general rules."""

    def run(self) -> list[nodes.Node]:
        """Make a definition list."""
        return self.definitions(
            (f"rule-{_slug(rule.title)}", nodes.Text(rule.title), rule.text)
            for rule in specification().rules
        )


class CapabilitiesDirective(_SpecificationDirective):
    """Render the closed list of capabilities."""

    def run(self) -> list[nodes.Node]:
        """Make a definition list."""
        return self.definitions(
            (f"capability-{name}", nodes.literal(text=name), f"{describe_capability(name)}.")
            for name in CAPABILITIES
        )


class ClauseRole(SphinxRole):
    """Link to a clause by its id."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the link, or warn of an id that no clause has."""
        try:
            return [clause_link(specification().clause(self.text))], []
        except UnknownClause as unknown:
            _logger.warning(
                "%s", unknown, location=self.get_location(), type="haiway_spec", subtype="clause"
            )
            return [nodes.literal(text=self.text)], []


def clause_link(clause: Clause) -> nodes.literal:
    """Make a link to a clause: its id, as code."""
    reference = addnodes.pending_xref(
        "",
        nodes.inline(text=clause.id),
        refdomain="std",
        reftype="ref",
        reftarget=anchor(clause),
        refexplicit=True,
        refwarn=True,
    )
    # The link is inside the code span, because Sphinx replaces a code span in a link by plain text.
    return nodes.literal("", "", reference)


def term_link(term: Term, text: str) -> nodes.Node:
    """Make a link to the meaning of a term."""
    return addnodes.pending_xref(
        "",
        nodes.inline(text=text),
        refdomain="std",
        reftype="ref",
        reftarget=term_anchor(term),
        refexplicit=True,
        refwarn=True,
        classes=["term"],
    )


def level_badge(level: Level) -> nodes.inline:
    """Make the word for a level, with a border that shows it too."""
    # The word carries the information; colour and border only repeat it.
    return nodes.inline(text=level.value, classes=["level", f"level-{level.value.lower()}"])


def _facts(clause: Clause) -> nodes.field_list:
    rows: list[tuple[str, list[nodes.Node]]] = [
        ("Why", _prose(clause.rationale)),
        ("Rely on it", _prose(clause.rely)),
        ("In the guide", _prose(", ".join(f"“{title}”" for title in clause.guide))),
        ("Needs", _prose(_needs(clause) or "nothing")),
    ]
    return nodes.field_list(
        "",
        *(
            nodes.field("", nodes.field_name(text=name), nodes.field_body("", *body))
            for name, body in rows
        ),
        classes=["clause-facts"],
    )


def _needs(clause: Clause) -> str:
    one_of = " or ".join(f"`{name}`" for name in clause.one_of)
    return ", ".join(filter(None, [*(f"`{name}`" for name in clause.capabilities), one_of]))


def _prose(text: str, *, terms: bool = False) -> list[nodes.Node]:
    linked = set[Term]() if terms else set(specification().glossary)
    return [nodes.paragraph("", "", *_words(paragraph, linked)) for paragraph in text.split("\n\n")]


def _words(paragraph: str, linked: set[Term]) -> Iterator[nodes.Node]:
    end = 0
    for marked in _MARKED.finditer(paragraph):
        yield from _plain(paragraph[end : marked.start()], linked)
        end = marked.end()
        code, keyword = marked.groups()
        yield nodes.strong(text=keyword, classes=["keyword"]) if keyword else _code(code)
    yield from _plain(paragraph[end:], linked)


def _plain(text: str, linked: set[Term]) -> Iterator[nodes.Node]:
    """Link each term that is not linked yet, and note that it is now."""
    end = 0
    for use in term_uses(text, specification().glossary):
        if use.term not in linked:
            linked.add(use.term)
            if use.start > end:
                yield nodes.Text(text[end : use.start])
            yield term_link(use.term, text[use.start : use.end])
            end = use.end
    if end < len(text):
        yield nodes.Text(text[end:])


def _code(text: str) -> nodes.Node:
    try:
        return clause_link(specification().clause(text))
    except UnknownClause:
        return nodes.literal(text=text)


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives and the role."""
    app.add_directive("clauses", ClausesDirective)
    app.add_directive("clause-index", ClauseIndexDirective)
    app.add_directive("glossary-of-terms", TermsDirective)
    app.add_directive("general-rules", RulesDirective)
    app.add_directive("capability-list", CapabilitiesDirective)
    app.add_role("clause", ClauseRole())
    return {
        "version": specification().edition,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
