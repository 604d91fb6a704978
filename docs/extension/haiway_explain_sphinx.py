"""A Sphinx extension that renders where each clause is judged, broken and kept.

Directives:

- `{traceability}`: every chapter with its clauses, each with its properties, its mutants, and where
  the reference names it; the page needs a heading above it;
- `{explanation} CLAUSE`: the command `haiway-conformance explain CLAUSE` with what it prints.

Both read the data that the command reads, so the pages cannot differ from it.
"""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Final

from docutils import nodes
from haiway_conformance.explain import Place, explanation, links_of
from haiway_conformance.explain.links import LINKS_FILE
from haiway_spec import Chapter, Clause, UnknownClause, specification
from haiway_spec_sphinx import clause_link, level_badge
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

_FOLDERS: Final = (
    "conformance/haiway_conformance/",
    "reference/",
    "tests/implementations/",
)
"""The folders that the page leaves out, because its introduction names them."""


class TraceabilityDirective(SphinxDirective):
    """Render, for each clause, everything in the project that is about it."""

    def run(self) -> list[nodes.Node]:
        """Make a section per chapter."""
        self.env.note_dependency(str(files("haiway_conformance.explain") / LINKS_FILE))
        return [self._section(chapter) for chapter in specification().chapters]

    def _section(self, chapter: Chapter) -> nodes.section:
        return nodes.section(
            "",
            nodes.title("", chapter.title),
            nodes.definition_list(
                "", *(_entry(clause) for clause in chapter.clauses), classes=["traceability"]
            ),
            ids=[f"trace-{chapter.name}"],
            names=[f"traceability of {chapter.name}"],
        )


class ExplanationDirective(SphinxDirective):
    """Render the command that explains a clause, and what it prints."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make a code block."""
        try:
            clause = specification().clause(self.arguments[0])
        except UnknownClause as unknown:
            raise self.error(str(unknown)) from unknown
        self.env.note_dependency(str(files("haiway_conformance.explain") / LINKS_FILE))
        text = f"$ haiway-conformance explain {clause.id}\n{explanation(clause)}"
        return [nodes.literal_block(text, text, language="text")]


def _entry(clause: Clause) -> nodes.definition_list_item:
    return nodes.definition_list_item(
        "",
        nodes.term("", "", clause_link(clause), nodes.Text(" "), level_badge(clause.level)),
        nodes.definition("", _facts(clause)),
    )


def _facts(clause: Clause) -> nodes.field_list:
    links = links_of(clause.id)
    mutants = [each.name for each in links.mutants]
    rows = (
        ("Judged by", _by_file(links.properties)),
        (_count(mutants, "mutant"), [_codes(mutants)] if mutants else []),
        ("Reference", _by_file(links.reference)),
        ("Others", _by_file(links.implementations)),
    )
    return nodes.field_list(
        "",
        *(
            nodes.field("", nodes.field_name(text=name), nodes.field_body("", *lines))
            for name, lines in rows
            if lines
        ),
        classes=["clause-facts"],
    )


def _count(counted: list[str], noun: str) -> str:
    return f"{len(counted)} {noun}{'' if len(counted) == 1 else 's'}"


def _by_file(places: Iterable[Place]) -> list[nodes.paragraph]:
    """Make a line per file: its path, and the names within it."""
    names: dict[str, list[str]] = {}
    for place in places:
        names.setdefault(place.path, []).append(place.name)
    return [
        nodes.paragraph("", "", nodes.literal(text=_shortened(path)), *_names(within))
        for path, within in names.items()
    ]


def _names(names: Iterable[str]) -> Iterator[nodes.Node]:
    named = [name for name in names if name]
    if named:
        yield nodes.Text(": ")
        yield from _codes(named).children


def _codes(names: Iterable[str]) -> nodes.paragraph:
    line = nodes.paragraph()
    for number, name in enumerate(names):
        if number:
            line += nodes.Text(", ")
        line += nodes.literal(text=name)
    return line


def _shortened(path: str) -> str:
    for folder in _FOLDERS:
        path = path.removeprefix(folder)
    return path


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("traceability", TraceabilityDirective)
    app.add_directive("explanation", ExplanationDirective)
    return {
        "version": specification().edition,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
