"""The pages of the specification: anchors, what each clause shows, links, and what is refused."""

import html as markup
import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from haiway_book.clauses import title_of
from haiway_book.status import judged
from haiway_conformance.explain import links_of
from haiway_spec import CAPABILITIES, Chapter, Level, specification, term_uses

type HtmlOf = Callable[[str], str]
type BuiltPage = Callable[[str], SimpleNamespace]

CHAPTERS = pytest.mark.parametrize(
    "chapter", specification().chapters, ids=lambda chapter: chapter.name
)


def plain(text: str) -> str:
    return " ".join(markup.unescape(re.sub(r"<[^>]+>", "", text)).split())


def quoted(text: str) -> str:
    """Return a text as it is shown: without the marks of code, and with typographic quotes."""
    return straight(" ".join(text.replace("`", "").split()))


def straight(text: str) -> str:
    return re.sub(r"[\u2018\u2019]", "'", re.sub(r"[\u201c\u201d]", '"', text))


def sections(html: str) -> list[str]:
    return html.split('<section class="clause"')[1:]


@CHAPTERS
def test_every_clause_has_its_anchor_once(html_of: HtmlOf, chapter: Chapter) -> None:
    html = html_of(f"specification/{chapter.name}")
    assert re.findall(r'id="(clause-[^"]+)"', html) == [
        f"clause-{clause.chapter}-{clause.slug}" for clause in chapter.clauses
    ]


@CHAPTERS
def test_every_clause_shows_what_it_says(html_of: HtmlOf, chapter: Chapter) -> None:
    shown = sections(html_of(f"specification/{chapter.name}"))
    assert len(shown) == len(chapter.clauses)
    for clause, section in zip(chapter.clauses, shown, strict=True):
        text = straight(plain(section))
        assert text.partition(">")[2].lstrip().startswith(straight(title_of(clause)))
        assert clause.id in text
        assert re.search(rf'level-{clause.level.lower()}">{clause.level}</span>', section)
        for said in (clause.promise, clause.statement, clause.judged, clause.rationale):
            assert quoted(said) in text
        assert ("Expect it" if clause.level is Level.SHOULD else "Rely on it") in text
        if clause.example:
            assert quoted(clause.example.otherwise) in text
            assert " ".join(straight(clause.example.prints).split()) in text


@CHAPTERS
def test_a_statement_links_each_term_at_its_first_use(html_of: HtmlOf, chapter: Chapter) -> None:
    html = html_of(f"specification/{chapter.name}")
    statements = html.split('<div class="clause-statement')[1:]
    for clause, statement in zip(chapter.clauses, statements, strict=True):
        linked = re.findall(r'href="words\.html#term-([^"]+)"', statement.partition("</div>")[0])
        uses = term_uses(clause.statement, specification().glossary)
        used = dict.fromkeys(use.term.word for use in uses)
        assert linked == [re.sub("[^a-z]+", "-", word) for word in used]


@CHAPTERS
def test_every_clause_shows_how_haiway_does(html_of: HtmlOf, chapter: Chapter) -> None:
    (haiway,) = [each for each in judged() if each.target == "haiway"]
    for clause, section in zip(
        chapter.clauses, sections(html_of(f"specification/{chapter.name}")), strict=True
    ):
        assert f"{haiway.title}" in plain(section)
        assert f'href="status.html#status-{clause.chapter}-{clause.slug}"' in section


@CHAPTERS
def test_every_clause_links_to_where_it_is_judged(html_of: HtmlOf, chapter: Chapter) -> None:
    shown = sections(html_of(f"specification/{chapter.name}"))
    for clause, section in zip(chapter.clauses, shown, strict=True):
        links = links_of(clause.id)
        for place in (*links.properties, *links.mutants, *links.reference):
            assert f"../code/{place.path.removesuffix('.py')}.html#line-" in section
            assert place.name in section


@CHAPTERS
def test_a_chapter_begins_with_an_explanation(html_of: HtmlOf, chapter: Chapter) -> None:
    before = html_of(f"specification/{chapter.name}").partition('<section class="clause"')[0]
    assert quoted(chapter.summary) in straight(plain(before))
    assert before.count("<p>") >= 3


@pytest.mark.parametrize("page", ["all", "by_title"])
def test_an_index_links_to_every_clause_once(html_of: HtmlOf, page: str) -> None:
    linked = re.findall(r'href="(\w+)\.html#clause-([^"]+)"', html_of(f"specification/{page}"))
    expected = [
        (clause.chapter, f"{clause.chapter}-{clause.slug}") for clause in specification().clauses
    ]
    assert (linked if page == "all" else sorted(linked)) == (
        expected if page == "all" else sorted(expected)
    )


@pytest.mark.parametrize("page", ["by_level", "by_capability"])
def test_an_index_has_every_clause(html_of: HtmlOf, page: str) -> None:
    linked = re.findall(r'href="\w+\.html#clause-([^"]+)"', html_of(f"specification/{page}"))
    assert set(linked) == {f"{each.chapter}-{each.slug}" for each in specification().clauses}


def test_words_and_rules_are_on_their_page(html_of: HtmlOf) -> None:
    html = html_of("specification/words")
    assert html.count('id="term-') == len(specification().glossary)
    assert html.count('id="rule-') == len(specification().rules)


def test_capabilities_are_listed(html_of: HtmlOf) -> None:
    html = html_of("specification/interface")
    assert re.findall(r'id="capability-([^"]+)"', html) == list(CAPABILITIES)


def test_every_section_of_the_guide_is_summed_up(html_of: HtmlOf) -> None:
    html = html_of("specification/the_guide")
    titles = [plain(each).rstrip("¶") for each in re.findall(r"<h2>(.*?)</h2>", html)]
    assert tuple(titles) == specification().guide_sections


def test_the_page_for_print_has_every_statement(html_of: HtmlOf) -> None:
    text = straight(plain(html_of("specification/print")))
    for clause in specification().clauses:
        assert quoted(clause.statement) in text
    assert "How it is judged" not in text


def test_every_page_names_the_edition(book) -> None:
    for page in ("index", "specification/scopes", "kill_table", "search"):
        text = (book / f"{page}.html").read_text(encoding="utf-8")
        assert f"Specification {specification().edition}" in text


def test_the_role_links_to_the_clause(built_page: BuiltPage) -> None:
    built = built_page("See {clause}`scopes/late-spawn`.")
    assert "index.md" not in built.warnings
    assert re.search(
        r'<code[^>]*><a [^>]*href="scopes\.html#clause-scopes-late-spawn"[^>]*>'
        r"(?:<span[^>]*>)+scopes/late-spawn(?:</span>)+</a></code>",
        built.html,
    )


def test_the_role_warns_of_an_unknown_clause_and_names_near_misses(built_page: BuiltPage) -> None:
    built = built_page("See {clause}`scopes/late-spwan`.")
    assert "index.md:3: WARNING: " in built.warnings
    assert "no clause 'scopes/late-spwan'; did you mean 'scopes/late-spawn'" in built.warnings


def test_a_link_to_a_clause_that_no_page_shows_is_a_warning(built_page: BuiltPage) -> None:
    built = built_page("See {clause}`tasks/result`.")
    assert "undefined label: 'clause-tasks-result'" in built.warnings


@pytest.mark.parametrize(
    ("directive", "complaint"),
    [
        ("{clauses} scope", "no chapter 'scope'; did you mean 'scopes'"),
        ("{clause-index} colour", "'colour' is not one of: chapter, level, capability, title"),
        ("{section-clauses} Nothing", "the guide has no section 'Nothing'"),
        ("{explanation} scopes/late-spwan", "did you mean 'scopes/late-spawn'"),
    ],
)
def test_an_unknown_name_is_an_error(built_page: BuiltPage, directive: str, complaint: str) -> None:
    assert complaint in built_page(f"```{directive}\n```").warnings
