"""Lists of clauses: by chapter, title, level or capability, by section of the guide, by change."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

from docutils import nodes
from haiway_spec import CAPABILITIES, Clause, Level, describe_capability, specification

from .clauses import title_of, titled_links
from .directive import BookDirective
from .folding import folded
from .prose import anchor, clause_link, level_badge, link, words

__all__ = ("ChangesDirective", "ClauseIndexDirective", "SectionClausesDirective")

_FEW: Final = 12
"""So many clauses are read at one glance."""

CHANGELOG: Final = Path(__file__).parents[3] / "CHANGELOG.md"


class ClauseIndexDirective(BookDirective):
    """Render a list of all clauses: by chapter, or by what the argument says."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make a section per group, or one list."""
        match self.arguments or ["chapter"]:
            case ["chapter"]:
                return [
                    self._group(f"chapter-{each.name}", each.title, each.clauses)
                    for each in specification().chapters
                ]
            case ["level"]:
                return [
                    self._group(f"level-{each.lower()}", each.value, _of_level(each))
                    for each in Level
                ]
            case ["capability"]:
                return [
                    self._group(f"needs-{each}", describe_capability(each), _needing(each))
                    for each in CAPABILITIES
                ]
            case ["title"]:
                ordered = sorted(specification().clauses, key=lambda each: title_of(each).lower())
                return [_list(ordered)]
            case other:
                message = f"{other[0]!r} is not one of: chapter, level, capability, title"
                raise self.error(message)

    def _group(self, identifier: str, title: str, clauses: Sequence[Clause]) -> nodes.section:
        return nodes.section(
            "",
            nodes.title("", "", *words(title)),
            _list(clauses),
            ids=[self.target(identifier, title)],
            names=[identifier.replace("-", " ")],
        )


class SectionClausesDirective(BookDirective):
    """Render the clauses that come from one section of the guide."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Make a line per chapter, folded if there are many clauses; or a sentence if none."""
        title = self.arguments[0]
        if title not in specification().guide_sections:
            raise self.error(f"the guide has no section {title!r}")
        clauses = [each for each in specification().clauses if title in each.guide]
        if not clauses:
            return [nodes.paragraph(text="No clause comes from this section alone.")]
        lines = [
            nodes.paragraph(
                "",
                "",
                nodes.Text(f"{chapter.title}: "),
                *titled_links(clause.id for clause in of_chapter),
                classes=["section-clauses"],
            )
            for chapter in specification().chapters
            if (of_chapter := [each for each in clauses if each.chapter == chapter.name])
        ]
        if len(clauses) <= _FEW:
            return [*lines]
        return [folded(f"{len(clauses)} clauses", *lines)]


class ChangesDirective(BookDirective):
    """Render, for each clause that the change log names, what it says about it."""

    option_spec: ClassVar[Any] = {}

    def run(self) -> list[nodes.Node]:
        """Make a definition list in the specification's order."""
        self.env.note_dependency(str(CHANGELOG))
        changes = changes_by_clause(CHANGELOG.read_text(encoding="utf-8"))
        return [
            nodes.definition_list(
                "",
                *(
                    nodes.definition_list_item(
                        "",
                        nodes.term("", "", clause_link(clause)),
                        nodes.definition(
                            "",
                            *(
                                nodes.paragraph("", "", *words(f"{release}: {change}"))
                                for release, change in changes[clause.id]
                            ),
                        ),
                    )
                    for clause in specification().clauses
                    if clause.id in changes
                ),
                classes=["specification-words"],
            )
        ]


def changes_by_clause(text: str) -> dict[str, list[tuple[str, str]]]:
    """Return the entries of a change log that name a clause.

    Args:
        text: Markdown: a heading per release, and entries as items of lists.

    Returns:
        By the id of the clause, the release and the entry, in the order of the text.
    """
    known = {clause.id for clause in specification().clauses}
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        release, _, rest = section.partition("\n")
        for item in re.split(r"^- ", rest, flags=re.MULTILINE)[1:]:
            entry = " ".join(item.partition("\n\n")[0].split())
            for name in dict.fromkeys(re.findall(r"`([a-z]+/[a-z-]+)`", entry)):
                if name in known:
                    found[name].append((release.strip(), entry))
    return dict(found)


def _list(clauses: Iterable[Clause]) -> nodes.bullet_list:
    return nodes.bullet_list(
        "",
        *(
            nodes.list_item(
                "",
                nodes.paragraph(
                    "",
                    "",
                    level_badge(clause.level),
                    nodes.Text(" "),
                    link(anchor(clause), nodes.Text(title_of(clause))),
                    nodes.Text(" "),
                    nodes.literal(text=clause.id, classes=["clause-id"]),
                ),
            )
            for clause in clauses
        ),
        classes=["clause-index"],
    )


def _of_level(level: Level) -> list[Clause]:
    return [clause for clause in specification().clauses if clause.level is level]


def _needing(capability: str) -> list[Clause]:
    return [
        clause
        for clause in specification().clauses
        if capability in (*clause.capabilities, *clause.one_of)
    ]
