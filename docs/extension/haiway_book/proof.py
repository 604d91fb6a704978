"""Where a clause is judged, broken and kept, as it is shown at the clause and on a page of its own.

The data are those of `haiway-conformance explain`, so the pages cannot differ from the command.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from docutils import nodes
from haiway_conformance.explain import Place, links_of
from haiway_spec import Clause

from .folding import folded
from .prose import prose, words
from .sources import source_link

__all__ = ("kill_table", "proof")

KILL_TABLE: Final = Path(__file__).parents[2] / "kill_table.md"
_ROW: Final = re.compile(
    r"^\| `(\w+)` \| .* \| \{clause\}`(\S+)` \| (.*?) \| .*? \|$", re.MULTILINE
)


@cache
def kill_table() -> dict[tuple[str, str], str]:
    """Return, by mutant and clause, after how many programs it was found at each seed."""
    rows = _ROW.findall(KILL_TABLE.read_text(encoding="utf-8"))
    return {(mutant, clause): programs for mutant, clause, programs in rows}


def proof(clause: Clause, docname: str) -> nodes.Node:
    """Make the folded part of a clause that says how it is judged.

    Args:
        clause: The clause.
        docname: The page that it is on.
    """
    links = links_of(clause.id)
    content = [*prose(clause.judged)]
    for title, places in (
        ("Judged by", links.properties),
        ("Broken by these mutants", links.mutants),
        ("Kept by the reference", links.reference),
        ("In other right implementations", links.implementations),
    ):
        if places:
            found = kill_table() if places is links.mutants else {}
            content += [
                nodes.paragraph("", "", nodes.strong(text=title)),
                _list(places, clause, docname, found),
            ]
    return folded("How it is judged", *content, classes=("clause-proof",))


def _list(
    places: Iterable[Place], clause: Clause, docname: str, found: dict[tuple[str, str], str]
) -> nodes.bullet_list:
    return nodes.bullet_list(
        "",
        *(
            nodes.list_item("", nodes.paragraph("", "", *_line(place, clause, docname, found)))
            for place in places
        ),
    )


def _line(
    place: Place, clause: Clause, docname: str, found: dict[tuple[str, str], str]
) -> Iterator[nodes.Node]:
    name = place.name or place.path.rpartition("/")[2]
    yield source_link(place, docname, text=name)
    if place.text:
        yield nodes.Text(": ")
        yield from words(place.text)
    if programs := found.get((place.name, clause.id)):
        yield nodes.Text(f" (found after {programs} programs)")
