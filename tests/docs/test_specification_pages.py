"""The extension that renders the specification: anchors, links, and what it refuses."""

import re
import sys
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from haiway_spec import CAPABILITIES, specification, term_uses
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

DOCS = Path(__file__).parents[2] / "docs"


def build(source: Path, output: Path, **settings: object) -> SimpleNamespace:
    """Build pages in HTML, and give the warnings and where the pages are."""
    warnings = StringIO()
    with patch_docutils(), docutils_namespace():
        Sphinx(
            str(source),
            None,
            str(output / "html"),
            str(output / "doctrees"),
            "html",
            confoverrides={
                "extensions": ["myst_parser", "haiway_spec_sphinx"],
                "project": "pages",
                **settings,
            },
            status=StringIO(),
            warning=warnings,
        ).build()
    return SimpleNamespace(warnings=warnings.getvalue(), html=output / "html")


@pytest.fixture(scope="module", autouse=True)
def extension() -> None:
    sys.path.insert(0, str(DOCS / "extension"))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The specification's pages as they are, in a plain theme."""
    source = DOCS / "specification"
    return build(source, tmp_path_factory.mktemp("book"), root_doc="index", html_theme="basic")


@pytest.fixture
def page(tmp_path: Path):
    """Build one page with this text, beside the chapter of scopes."""

    def build_page(text: str) -> SimpleNamespace:
        source = tmp_path / "source"
        source.mkdir()
        (source / "index.md").write_text(f"# Page\n\n{text}\n", encoding="utf-8")
        (source / "scopes.md").write_text(
            "---\norphan: true\n---\n\n# Scopes\n\n```{clauses} scopes\n```\n", encoding="utf-8"
        )
        return build(source, tmp_path / "output", html_theme="basic")

    return build_page


def test_the_pages_are_built_without_a_warning(book: SimpleNamespace) -> None:
    assert book.warnings == ""


@pytest.mark.parametrize("chapter", specification().chapters, ids=lambda chapter: chapter.name)
def test_every_clause_has_its_anchor_once(book: SimpleNamespace, chapter) -> None:
    html = (book.html / f"{chapter.name}.html").read_text(encoding="utf-8")
    assert re.findall(r'id="(clause-[^"]+)"', html) == [
        f"clause-{clause.chapter}-{clause.slug}" for clause in chapter.clauses
    ]


@pytest.mark.parametrize("chapter", specification().chapters, ids=lambda chapter: chapter.name)
def test_every_clause_shows_its_id_and_its_level(book: SimpleNamespace, chapter) -> None:
    html = (book.html / f"{chapter.name}.html").read_text(encoding="utf-8")
    sections = html.split('<section class="clause"')[1:]
    assert len(sections) == len(chapter.clauses)
    for clause, section in zip(chapter.clauses, sections, strict=True):
        text = re.sub(r"<[^>]+>", "", section)
        assert clause.id in text
        assert re.search(rf'level-{clause.level.lower()}">{clause.level}</span>', section)


@pytest.mark.parametrize("chapter", specification().chapters, ids=lambda chapter: chapter.name)
def test_a_statement_links_each_term_at_its_first_use(book: SimpleNamespace, chapter) -> None:
    html = (book.html / f"{chapter.name}.html").read_text(encoding="utf-8")
    statements = html.split('<div class="clause-statement')[1:]
    for clause, statement in zip(chapter.clauses, statements, strict=True):
        linked = re.findall(r'href="words\.html#term-([^"]+)"', statement.partition("</div>")[0])
        uses = term_uses(clause.statement, specification().glossary)
        used = dict.fromkeys(use.term.word for use in uses)
        assert linked == [re.sub("[^a-z]+", "-", word) for word in used]


def test_every_clause_is_in_the_index_and_linked(book: SimpleNamespace) -> None:
    html = (book.html / "all.html").read_text(encoding="utf-8")
    linked = re.findall(r'href="(\w+)\.html#clause-([^"]+)"', html)
    assert linked == [
        (clause.chapter, f"{clause.chapter}-{clause.slug}") for clause in specification().clauses
    ]


def test_words_and_rules_are_on_their_page(book: SimpleNamespace) -> None:
    html = (book.html / "words.html").read_text(encoding="utf-8")
    assert html.count('id="term-') == len(specification().glossary)
    assert html.count('id="rule-') == len(specification().rules)


def test_the_role_links_to_the_clause(page) -> None:
    built = page("See {clause}`scopes/late-spawn`.")
    assert "index.md" not in built.warnings
    html = (built.html / "index.html").read_text(encoding="utf-8")
    assert re.search(
        r'<code[^>]*><a [^>]*href="scopes\.html#clause-scopes-late-spawn"[^>]*>'
        r"(?:<span[^>]*>)+scopes/late-spawn(?:</span>)+</a></code>",
        html,
    )


def test_the_role_warns_of_an_unknown_clause_and_names_near_misses(page) -> None:
    built = page("See {clause}`scopes/late-spwan`.")
    assert "index.md:3: WARNING: " in built.warnings
    assert "no clause 'scopes/late-spwan'; did you mean 'scopes/late-spawn'" in built.warnings


def test_a_link_to_a_clause_that_no_page_shows_is_a_warning(page) -> None:
    built = page("See {clause}`tasks/result`.")
    assert "undefined label: 'clause-tasks-result'" in built.warnings


def test_an_unknown_chapter_is_an_error(page) -> None:
    built = page("```{clauses} scope\n```")
    assert "no chapter 'scope'; did you mean 'scopes'" in built.warnings


def test_capabilities_are_listed(page) -> None:
    built = page("```{capability-list}\n```")
    html = (built.html / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'id="capability-([^"]+)"', html) == list(CAPABILITIES)
