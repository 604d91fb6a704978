"""The base of this extension's directives."""

from collections.abc import Iterable
from importlib.resources import files

from docutils import nodes
from haiway_spec import Chapter, UnknownChapter, specification
from sphinx.util.docutils import SphinxDirective

from .prose import prose

__all__ = ("BookDirective",)


class BookDirective(SphinxDirective):
    """A directive that renders data of the specification."""

    def target(self, identifier: str, title: str) -> str:
        """Register an anchor of this page, so that other pages can link to it."""
        self.env.domains.standard_domain.note_hyperlink_target(
            identifier, self.env.docname, identifier, title=title
        )
        return identifier

    def chapter(self) -> Chapter:
        """Return the chapter that the argument names; the page depends on its file."""
        name = self.arguments[0]
        try:
            chapter = specification().chapter(name)
        except UnknownChapter as unknown:
            raise self.error(str(unknown)) from unknown
        self.env.note_dependency(str(files("haiway_spec") / "clauses" / f"{name}.toml"))
        return chapter

    def definitions(self, entries: Iterable[tuple[str, nodes.Node, str]]) -> list[nodes.Node]:
        """Make a definition list of anchors, terms and their meanings."""
        items: list[nodes.Node] = []
        for identifier, term, meaning in entries:
            self.target(identifier, term.astext())
            items.append(
                nodes.definition_list_item(
                    "",
                    nodes.term("", "", term, ids=[identifier]),
                    nodes.definition("", *prose(meaning)),
                )
            )
        return [nodes.definition_list("", *items, classes=["specification-words"])]
