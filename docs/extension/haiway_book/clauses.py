"""The clauses of a chapter, as they are read: `{chapter-summary}`, `{clauses}` and `{clause}`."""

from collections.abc import Iterable, Iterator

from docutils import nodes
from haiway_spec import Clause, Example, Level, UnknownClause, specification
from sphinx.util.docutils import SphinxRole
from sphinx.util.logging import getLogger

from .directive import BookDirective
from .proof import proof
from .prose import anchor, clause_link, level_badge, link, prose, slug, words
from .status import STATUS_FILE, status_badge

__all__ = ("ChapterSummaryDirective", "ClauseRole", "ClausesDirective", "title_of", "titled_links")

_logger = getLogger(__name__)


def title_of(clause: Clause) -> str:
    """Return what people call a clause, without marks: its title, or the words of its id."""
    return clause.title.replace("`", "") or clause.slug.replace("-", " ").capitalize()


def titled_links(identifiers: Iterable[str]) -> Iterator[nodes.Node]:
    """Make links to clauses that say their titles, which are easier to read in a row than ids."""
    for number, identifier in enumerate(identifiers):
        if number:
            yield nodes.Text("; ")
        clause = specification().clause(identifier)
        yield link(anchor(clause), nodes.Text(title_of(clause)))


class ChapterSummaryDirective(BookDirective):
    """Render what a chapter promises, and what breaks without it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the paragraphs."""
        return prose(self.chapter().summary)


class ClausesDirective(BookDirective):
    """Render each clause of a chapter in a section with a permanent anchor."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make a section per clause."""
        chapter = self.chapter()
        self.env.note_dependency(str(STATUS_FILE))
        return [self._section(clause) for clause in chapter.clauses]

    def _section(self, clause: Clause) -> nodes.section:
        identifier = self.target(anchor(clause), title_of(clause))
        return nodes.section(
            "",
            nodes.title("", "", *words(clause.title or title_of(clause))),
            nodes.paragraph(
                "",
                "",
                level_badge(clause.level),
                nodes.Text(" "),
                nodes.literal(text=clause.id, classes=["clause-id"]),
                nodes.Text(" "),
                status_badge(clause),
                classes=["clause-line"],
            ),
            *text_of(clause),
            _origin(clause),
            proof(clause, self.env.docname),
            ids=[identifier],
            names=[clause.id],
            classes=["clause"],
        )


def text_of(clause: Clause) -> list[nodes.Node]:
    """Make the nodes of what a clause says: its promise, statement, reasons, and example."""
    rely = "Expect it" if clause.level is Level.SHOULD else "Rely on it"
    return [
        *(_classed("clause-promise", each) for each in prose(clause.promise)),
        nodes.container("", *prose(clause.statement, terms=True), classes=["clause-statement"]),
        _facts(("Why", prose(clause.rationale)), (rely, prose(clause.rely))),
        *_example(clause.example),
    ]


def _classed(name: str, node: nodes.Node) -> nodes.Node:
    assert isinstance(node, nodes.Element)  # noqa: S101 - paragraphs are
    node["classes"].append(name)
    return node


def _origin(clause: Clause) -> nodes.Node:
    sections = [link(f"guide-{slug(title)}", nodes.Text(title)) for title in clause.guide]
    needed = [link(f"capability-{name}", nodes.literal(text=name)) for name in clause.capabilities]
    one_of = [link(f"capability-{name}", nodes.literal(text=name)) for name in clause.one_of]
    needs = [*_joined(needed, ", ")]
    if one_of:
        needs += [nodes.Text(", ")] if needs else []
        needs += _joined(one_of, " or ")
    return _facts(
        ("In the guide", [nodes.paragraph("", "", *_joined(sections, ", "))]),
        ("Needs", [nodes.paragraph("", "", *(needs or [nodes.Text("nothing")]))]),
    )


def _joined(parts: Iterable[nodes.Node], separator: str) -> list[nodes.Node]:
    joined: list[nodes.Node] = []
    for part in parts:
        joined += [nodes.Text(separator), part] if joined else [part]
    return joined


def _example(example: Example | None) -> list[nodes.Node]:
    if example is None:
        return []
    return [
        nodes.container(
            "",
            nodes.literal_block(example.code, example.code, language="python"),
            nodes.paragraph(text="It prints:"),
            nodes.literal_block(example.prints, example.prints, language="text"),
            *(
                nodes.paragraph("", "", nodes.strong(text="Otherwise: "), *each.children)
                for each in prose(example.otherwise)
            ),
            classes=["clause-example"],
        )
    ]


def _facts(*rows: tuple[str, list[nodes.Node]]) -> nodes.field_list:
    return nodes.field_list(
        "",
        *(
            nodes.field("", nodes.field_name(text=name), nodes.field_body("", *body))
            for name, body in rows
        ),
        classes=["clause-facts"],
    )


class ClauseRole(SphinxRole):
    """Link to a clause by its id."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the link, or warn of an id that no clause has."""
        try:
            return [clause_link(specification().clause(self.text))], []
        except UnknownClause as unknown:
            _logger.warning(
                "%s", unknown, location=self.get_location(), type="haiway_book", subtype="clause"
            )
            return [nodes.literal(text=self.text)], []
