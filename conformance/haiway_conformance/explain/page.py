"""The text of `haiway-conformance explain CLAUSE`: `explanation`."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from haiway_spec import Clause, Example, Level

from haiway_conformance.explain.links import Links, Place, links_of

__all__ = ("explanation",)

_WIDTH: Final = 88
_INDENT: Final = "    "


def explanation(clause: Clause) -> str:
    """Explain a clause: its own text, and everything in the project that is about it.

    Args:
        clause: The clause.

    Returns:
        Text for a terminal, with a newline at the end. Lines have at most 88 columns, except for
        paths. A section that would be empty is left out.
    """
    sections = ["\n".join(lines) for lines in _sections(clause, links_of(clause.id))]
    return "\n\n".join(sections) + "\n"


def _sections(clause: Clause, links: Links) -> Iterator[list[str]]:
    yield [f"{clause.id} ({clause.level})", *filter(None, (clause.title, clause.promise))]
    expected = "What to expect" if clause.level is Level.SHOULD else "What you may rely on"
    for title, lines in (
        ("What it asks", _paragraphs(clause.statement)),
        ("How it is judged", _paragraphs(clause.judged)),
        ("Why", _paragraphs(clause.rationale)),
        (expected, _paragraphs(clause.rely)),
        ("An example", _example(clause.example)),
        ("Sections of the guide", _indented(clause.guide)),
        ("Capabilities that it needs", _indented(clause.capabilities)),
        ("One of these is needed too", _indented(clause.one_of)),
        ("Judged by", _places(links.properties)),
        ("Broken by these mutants, on purpose", _places(links.mutants)),
        ("Kept by the reference here", _places(links.reference)),
        ("In other right implementations", _places(links.implementations)),
        (
            "To judge this clause alone",
            _indented([f"haiway-conformance certify TARGET --clause {clause.id}"]),
        ),
    ):
        written = list(lines)
        if written:
            yield [f"{title}:", *written]


def _example(example: Example | None) -> Iterator[str]:
    if example is None:
        return
    yield textwrap.indent(example.code, _INDENT)
    yield ""
    yield f"{_INDENT}It prints:"
    yield textwrap.indent(example.prints, 2 * _INDENT)
    yield ""
    yield _wrapped(f"Otherwise: {example.otherwise}", _INDENT)


def _paragraphs(text: str) -> Iterator[str]:
    if not text:
        return
    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            yield ""
        yield _wrapped(paragraph, _INDENT)


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"{_INDENT}{line}" for line in lines)


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
