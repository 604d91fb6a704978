"""Directives about where clauses are judged: `{traceability}` and `{explanation}`."""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Final

from docutils import nodes
from haiway_conformance.explain import Place, explanation, links_of
from haiway_conformance.explain.links import LINKS_FILE
from haiway_spec import Chapter, Clause, UnknownClause, specification

from .directive import BookDirective
from .prose import clause_link, level_badge
from .sources import source_link

__all__ = ("ExplanationDirective", "TraceabilityDirective")

_FOLDERS: Final = (
    "conformance/haiway_conformance/",
    "reference/",
    "tests/implementations/",
)
"""The folders that the page leaves out, because its introduction names them."""


class TraceabilityDirective(BookDirective):
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
                "", *(self._entry(each) for each in chapter.clauses), classes=["traceability"]
            ),
            ids=[f"trace-{chapter.name}"],
            names=[f"traceability of {chapter.name}"],
        )

    def _entry(self, clause: Clause) -> nodes.definition_list_item:
        return nodes.definition_list_item(
            "",
            nodes.term("", "", clause_link(clause), nodes.Text(" "), level_badge(clause.level)),
            nodes.definition("", self._facts(clause)),
        )

    def _facts(self, clause: Clause) -> nodes.field_list:
        links = links_of(clause.id)
        number = len(links.mutants)
        rows = (
            ("Judged by", links.properties),
            (f"{number} mutant{'' if number == 1 else 's'}", links.mutants),
            ("Reference", links.reference),
            ("Others", links.implementations),
        )
        return nodes.field_list(
            "",
            *(
                nodes.field("", nodes.field_name(text=name), nodes.field_body("", *lines))
                for name, places in rows
                if (lines := list(self._by_file(places)))
            ),
            classes=["clause-facts"],
        )

    def _by_file(self, places: Iterable[Place]) -> Iterator[nodes.paragraph]:
        """Make a line per file: its path, and the names within it."""
        by_file: dict[str, list[Place]] = {}
        for place in places:
            by_file.setdefault(place.path, []).append(place)
        for path, within in by_file.items():
            line = nodes.paragraph("", "", self._link(Place(path, ""), _shortened(path)))
            for number, place in enumerate(place for place in within if place.name):
                line += [nodes.Text(", " if number else ": "), self._link(place, place.name)]
            yield line

    def _link(self, place: Place, text: str) -> nodes.reference:
        return source_link(place, self.env.docname, text=text)


class ExplanationDirective(BookDirective):
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


def _shortened(path: str) -> str:
    for folder in _FOLDERS:
        path = path.removeprefix(folder)
    return path
