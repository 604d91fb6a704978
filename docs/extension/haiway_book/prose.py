"""From the specification's texts to nodes: prose with code spans, links to clauses, badges.

The texts are turned into nodes without a parser, so that pages in Markdown and in reStructuredText
show the same. A code span that is the id of a clause becomes a link to it, and in a statement the
first use of a term a link to its meaning.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from docutils import nodes
from haiway_spec import Clause, Level, Term, specification, term_uses
from sphinx import addnodes

__all__ = (
    "anchor",
    "clause_link",
    "level_badge",
    "link",
    "prose",
    "slug",
    "term_anchor",
    "words",
)

_MARKED: Final = re.compile(r"`([^`]+)`|\b((?:MUST|SHOULD)(?: NOT)?|MAY)\b")


def anchor(clause: Clause) -> str:
    """Return the anchor of a clause. It never changes, because links from outside contain it."""
    return f"clause-{clause.chapter}-{clause.slug}"


def slug(text: str) -> str:
    """Return a text as part of an anchor: lower-case words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def term_anchor(term: Term) -> str:
    """Return the anchor of a term of the glossary."""
    return f"term-{slug(term.word)}"


def link(target: str, *content: nodes.Node, classes: tuple[str, ...] = ()) -> addnodes.pending_xref:
    """Make a link to an anchor of any page; a build warns if there is no such anchor."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", "", *content),
        refdomain="std",
        reftype="ref",
        reftarget=target,
        refexplicit=True,
        refwarn=True,
        classes=list(classes),
    )


def clause_link(clause: Clause) -> nodes.literal:
    """Make a link to a clause: its id, as code."""
    # The link is inside the code span, because Sphinx replaces a code span in a link by plain text.
    return nodes.literal("", "", link(anchor(clause), nodes.Text(clause.id)))


def level_badge(level: Level) -> nodes.inline:
    """Make the word for a level, with a border that shows it too."""
    # The word carries the information; colour and border only repeat it.
    return nodes.inline(text=level.value, classes=["level", f"level-{level.value.lower()}"])


def prose(text: str, *, terms: bool = False) -> list[nodes.Node]:
    """Make a paragraph for each paragraph of a text.

    Args:
        text: Paragraphs, separated by empty lines.
        terms: Link each term of the glossary, where it is used first.
    """
    linked = set[Term]() if terms else set(specification().glossary)
    paragraphs = filter(None, text.split("\n\n"))
    return [nodes.paragraph("", "", *words(each, linked)) for each in paragraphs]


def words(paragraph: str, linked: set[Term] | None = None) -> Iterator[nodes.Node]:
    """Make the nodes of one paragraph: text, code, links, and words for levels.

    Args:
        paragraph: The paragraph.
        linked: The terms that need no link any more. Those that are linked here are added. If
            None, no term is linked.
    """
    end = 0
    for marked in _MARKED.finditer(paragraph):
        yield from _plain(paragraph[end : marked.start()], linked)
        end = marked.end()
        code, keyword = marked.groups()
        yield nodes.strong(text=keyword, classes=["keyword"]) if keyword else _code(code)
    yield from _plain(paragraph[end:], linked)


def _plain(text: str, linked: set[Term] | None) -> Iterator[nodes.Node]:
    """Link each term that is not linked yet, and note that it is now."""
    end = 0
    for use in () if linked is None else term_uses(text, specification().glossary):
        if linked is not None and use.term not in linked:
            linked.add(use.term)
            if use.start > end:
                yield nodes.Text(text[end : use.start])
            said = nodes.Text(text[use.start : use.end])
            yield link(term_anchor(use.term), said, classes=("term",))
            end = use.end
    if end < len(text):
        yield nodes.Text(text[end:])


def _code(text: str) -> nodes.Node:
    clause = _clauses().get(text)
    return nodes.literal(text=text) if clause is None else clause_link(clause)


@cache
def _clauses() -> Mapping[str, Clause]:
    """Return the clauses by id: most code spans are none, and to say what is near takes long."""
    return {clause.id: clause for clause in specification().clauses}
