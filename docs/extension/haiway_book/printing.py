"""Everything normative on one page, to be printed: `{whole-specification}`."""

from docutils import nodes
from haiway_spec import Chapter, Clause, specification

from .clauses import text_of, title_of
from .directive import BookDirective
from .prose import level_badge, prose

__all__ = ("WholeSpecificationDirective",)


class WholeSpecificationDirective(BookDirective):
    """Render the terms, the rules, and each chapter's clauses, without what is about the kit."""

    def run(self) -> list[nodes.Node]:
        """Make a section for the words, one for the rules, and one per chapter."""
        spec = specification()
        return [
            self._list("Words", [(each.word, each.meaning) for each in spec.glossary]),
            self._list("Rules", [(each.title, each.text) for each in spec.rules]),
            *(self._chapter(each) for each in spec.chapters),
        ]

    def _list(self, title: str, entries: list[tuple[str, str]]) -> nodes.section:
        return self._named(
            title,
            nodes.definition_list(
                "",
                *(
                    nodes.definition_list_item(
                        "", nodes.term(text=word), nodes.definition("", *prose(meaning))
                    )
                    for word, meaning in entries
                ),
                classes=["specification-words"],
            ),
        )

    def _chapter(self, chapter: Chapter) -> nodes.section:
        return self._named(
            chapter.title,
            *prose(chapter.summary),
            *(self._clause(each) for each in chapter.clauses),
        )

    def _clause(self, clause: Clause) -> nodes.section:
        section = self._named(
            title_of(clause),
            nodes.paragraph(
                "",
                "",
                level_badge(clause.level),
                nodes.Text(" "),
                nodes.literal(text=clause.id, classes=["clause-id"]),
                classes=["clause-line"],
            ),
            *text_of(clause),
            identifier=clause.id,
        )
        section["classes"].append("clause")
        return section

    def _named(self, title: str, *content: nodes.Node, identifier: str = "") -> nodes.section:
        name = f"print {identifier or title}"
        return nodes.section(
            "",
            nodes.title("", title),
            *content,
            ids=[nodes.make_id(name)],
            names=[name.lower()],
        )
