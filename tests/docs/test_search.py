"""The search of the built pages finds clauses by the words that people use."""

import json
from pathlib import Path

import pytest
from haiway_book.clauses import title_of
from haiway_spec import specification


@pytest.fixture(scope="module")
def index(book: Path) -> dict:
    text = (book / "searchindex.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))


@pytest.mark.parametrize(
    "query",
    [
        "does exit wait",
        "exception of a handler",
        "break out of a stream",
        "await what I spawn",
        "what leaves a scope",
        "who is cancelled",
    ],
)
def test_a_question_is_found_by_its_words(index: dict, query: str) -> None:
    """Sphinx finds a heading that contains the query, if that is at least half of it."""
    found = [
        title
        for title in index["alltitles"]
        if query.lower() in title.lower() and len(query) >= len(title.strip()) / 2
    ]
    assert found


def test_every_clause_is_found_by_its_title_and_id(index: dict) -> None:
    """Sphinx finds an object if its name contains all words of the query."""
    names = {
        f"{prefix}.{entry[4]}".removeprefix(".")
        for prefix, entries in index["objects"].items()
        for entry in entries
    }
    for clause in specification().clauses:
        said = f"{title_of(clause)} ({clause.id}): ".replace("'", "\u2019")
        assert any(name.startswith(said) for name in names)


@pytest.mark.parametrize("page", ["specification/print", "specification/all", "traceability"])
def test_pages_that_only_repeat_are_not_searched(index: dict, page: str) -> None:
    number = index["docnames"].index(page)
    with_words = {
        each
        for pages in index["terms"].values()
        for each in (pages if isinstance(pages, list) else [pages])
    }
    assert number not in with_words
