"""The page on where each clause is judged: what it shows is what the command prints."""

import html
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from haiway_conformance.explain import links_of
from haiway_spec import Chapter, specification


@pytest.fixture
def page(html_of: Callable[[str], str]) -> str:
    """The page in HTML."""
    return html_of("traceability")


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def test_the_command_prints_what_is_shown(page: str) -> None:
    (shown,) = re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL)
    command, _, output = plain(shown).partition("\n")
    prompt, program, *arguments = command.split()
    assert (prompt, program) == ("$", "haiway-conformance")
    done = subprocess.run(
        [sys.executable, "-m", "haiway_conformance", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    assert output.rstrip("\n") == done.stdout.rstrip("\n")


@pytest.mark.parametrize("chapter", specification().chapters, ids=lambda chapter: chapter.name)
def test_every_clause_is_linked_and_has_its_names(page: str, chapter: Chapter) -> None:
    section = page.partition(f'<section id="trace-{chapter.name}">')[2].partition("</section>")[0]
    entries = re.split(r"<dt><code", section)[1:]
    assert len(entries) == len(chapter.clauses)
    for clause, entry in zip(chapter.clauses, entries, strict=True):
        target = f"specification/{chapter.name}.html#clause-{clause.chapter}-{clause.slug}"
        assert f'href="{target}"' in entry
        links = links_of(clause.id)
        text = plain(entry)
        for place in (*links.properties, *links.mutants, *links.reference, *links.implementations):
            assert place.name in text
        if links.mutants:
            assert f"{len(links.mutants)} mutant" in text
