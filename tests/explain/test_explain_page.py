"""The text that explains a clause."""

import pytest
from haiway_conformance.explain import explanation, links_of
from haiway_spec import Clause, Level, specification

CLAUSES = specification().clauses


def test_empty_sections_are_left_out() -> None:
    clause = Clause(
        id="doors/open",
        chapter="doors",
        slug="open",
        level=Level.MUST,
        title="Doors open",
        promise="You get through.",
        statement="A door MUST open.\n\nBy itself.",
        judged="",
        rationale="One wants to go through.",
        rely="Doors open.",
        guide=("Basics",),
        capabilities=(),
    )
    assert explanation(clause) == (
        "doors/open (MUST)\n"
        "Doors open\n"
        "You get through.\n"
        "\n"
        "What it asks:\n"
        "    A door MUST open.\n"
        "\n"
        "    By itself.\n"
        "\n"
        "Why:\n"
        "    One wants to go through.\n"
        "\n"
        "What you may rely on:\n"
        "    Doors open.\n"
        "\n"
        "Sections of the guide:\n"
        "    Basics\n"
        "\n"
        "To judge this clause alone:\n"
        "    haiway-conformance certify TARGET --clause doors/open\n"
    )


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_everything_about_a_clause_is_shown(clause: Clause) -> None:
    text = explanation(clause)
    links = links_of(clause.id)
    words = " ".join(text.split())
    for place in (*links.properties, *links.mutants, *links.reference, *links.implementations):
        assert f"\n    {place.where}\n" in text
        assert f"{place.where} {place.text}".strip() in words
    for title, places in (
        ("Judged by", links.properties),
        ("Broken by these mutants, on purpose", links.mutants),
        ("Kept by the reference here", links.reference),
        ("In other right implementations", links.implementations),
    ):
        assert (f"\n\n{title}:\n" in text) == bool(places)


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_only_paths_are_longer_than_a_line(clause: Clause) -> None:
    for line in explanation(clause).splitlines():
        assert len(line) <= 88 or ".py::" in line
        assert line == line.rstrip()
