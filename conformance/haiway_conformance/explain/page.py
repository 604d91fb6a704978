"""The text of `haiway-conformance explain CLAUSE`: `explanation`."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from haiway_spec import Clause

from haiway_conformance.explain.links import Links, Place, links_of

__all__ = ("explanation",)

_WIDTH: Final = 88
_INDENT: Final = "    "


def explanation(clause: Clause) -> str:
    """Return what there is to know about a clause, as text for a terminal.

    Args:
        clause: The clause.

    Returns:
        Lines of at most 88 columns (longer ones are paths), with a newline at the end.
    """
    return "\n".join(_lines(clause, links_of(clause.id))) + "\n"


def _lines(clause: Clause, links: Links) -> Iterator[str]:
    yield f"{clause.id} ({clause.level})"
    yield from _section("What it asks", _paragraphs(clause.statement))
    yield from _section("Why", _paragraphs(clause.rationale))
    yield from _section("What you may rely on", _paragraphs(clause.rely))
    yield from _section("In the guide", (f"{_INDENT}{each}" for each in clause.guide))
    yield from _section("Needs", (f"{_INDENT}{each}" for each in clause.capabilities))
    yield from _section("Properties that judge it", _places(links.properties))
    yield from _section("Mutants that break it", _places(links.mutants))
    yield from _section("The reference keeps it here", _places(links.reference))
    yield from _section("Other right implementations", _places(links.implementations))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    written = list(lines)
    if written:
        yield ""
        yield f"{title}:"
        yield from written


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.strip().split("\n\n")):
        if number:
            yield ""
        yield _wrapped(paragraph, _INDENT)


def _places(places: Iterable[Place]) -> Iterator[str]:
    for place in places:
        yield f"{_INDENT}{place.where}"
        if place.text:
            yield _wrapped(place.text, 2 * _INDENT)


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
