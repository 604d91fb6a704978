"""The specification in the package is complete, in order, and consistent."""

import re
from pathlib import Path

import pytest
from haiway_spec import CAPABILITIES, Clause, Level, specification

CLAUSES = specification().clauses


def test_every_expected_clause_is_there_in_order_and_with_its_level() -> None:
    """The list beside this file repeats the ids and levels, written by hand.

    Reports, links and known-failure files contain the ids and rest on the levels. A change is one
    for everybody who uses them, and so takes two edits.
    """
    listed = Path(__file__).with_name("expected_clauses.txt").read_text(encoding="utf-8")
    expected = [tuple(line.split()) for line in listed.splitlines() if line]
    assert [(clause.level.value, clause.id) for clause in CLAUSES] == expected


def test_the_edition_names_itself() -> None:
    assert specification().edition == "2025.8"


def test_chapters_are_in_the_order_of_the_specification() -> None:
    assert [chapter.name for chapter in specification().chapters] == [
        "scopes",
        "tasks",
        "failures",
        "cancellation",
        "state",
        "variables",
        "streams",
        "process",
        "execute",
        "merge",
        "observability",
        "hygiene",
        "guide",
    ]


def test_it_is_read_once() -> None:
    assert specification() is specification()


def test_levels_are_plain_words() -> None:
    assert [str(level) for level in Level] == ["MUST", "SHOULD", "MAY"]


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_texts_are_prose(clause: Clause) -> None:
    for text in (clause.statement, clause.rationale, clause.rely):
        assert text.endswith((".", ".)")), f"unfinished sentence: {text!r}"
        assert text.count("`") % 2 == 0, f"a code span is not closed: {text!r}"
        assert not re.search(r"(?<!\n)\n(?!\n)", text), f"a line break inside a paragraph: {text!r}"


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_a_clause_has_a_title_and_a_promise(clause: Clause) -> None:
    assert 1 < len(clause.title.split()) <= 8
    assert not clause.title.endswith(".")
    assert clause.promise.endswith(".")
    assert len(clause.promise) <= 100


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_a_must_has_an_example(clause: Clause) -> None:
    assert clause.example or clause.level is not Level.MUST


def test_titles_differ_within_a_chapter() -> None:
    for chapter in specification().chapters:
        titles = [clause.title for clause in chapter.clauses]
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_clauses_named_in_a_text_exist(clause: Clause) -> None:
    names = "|".join(chapter.name for chapter in specification().chapters)
    for text in (clause.statement, clause.rationale, clause.rely):
        for named in re.findall(rf"`((?:{names})/[a-z-]+)`", text):
            assert specification().clause(named).id == named


def test_the_two_helpers_without_order_share_their_common_clauses() -> None:
    own = {
        "process": {"returns-none", "tolerates", "logs-ignored"},
        "execute": {"ordered", "results-kept", "returns-exceptions"},
    }
    process, execute = (
        [
            (clause.slug, clause.level)
            for clause in specification().chapter(name).clauses
            if clause.slug not in own[name]
        ]
        for name in ("process", "execute")
    )
    assert process == execute


def test_every_capability_is_needed_by_a_clause() -> None:
    used = {name for clause in CLAUSES for name in clause.capabilities}
    assert used == set(CAPABILITIES)


def test_terms_and_rules_occur_once() -> None:
    words = [term.word for term in specification().glossary]
    titles = [rule.title for rule in specification().rules]
    assert {"task", "body", "ended", "surface", "handled", "request", "idle"} < set(words)
    assert len(set(words)) == len(words)
    assert len(set(titles)) == len(titles)
