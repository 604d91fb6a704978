"""The page on where each clause is judged: what it shows is what the command prints."""

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from haiway_conformance.explain import links_of
from haiway_spec import Chapter, specification

DOCS = Path(__file__).parents[2] / "docs"
CONFIGURATION = f"""
import sys

sys.path.insert(0, {str(DOCS / "extension")!r})
project = "pages"
extensions = ["myst_parser", "haiway_spec_sphinx", "haiway_explain_sphinx"]
"""


def build(source: Path) -> subprocess.CompletedProcess[str]:
    """Build pages in HTML, into the folder `html` beside them; a warning is an error."""
    (source / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
    command = ("-m", "sphinx", "-W", "-n", "-q", "-b", "html", source, source.parent / "html")
    return subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page in HTML, built together with those that it links to."""
    source = tmp_path_factory.mktemp("book") / "source"
    shutil.copytree(DOCS / "specification", source / "specification")
    shutil.copy(DOCS / "traceability.md", source / "index.md")
    text = (source / "index.md").read_text(encoding="utf-8")
    toctree = "\n```{toctree}\nspecification/index\n```\n"
    (source / "index.md").write_text(f"{text}{toctree}", encoding="utf-8")
    done = build(source)
    assert done.returncode == 0, done.stderr
    return (source.parent / "html" / "index.html").read_text(encoding="utf-8")


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


def test_an_unknown_clause_is_an_error_that_names_the_nearest(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    text = "# Page\n\n```{explanation} scopes/late-spwan\n```\n"
    (source / "index.md").write_text(text, encoding="utf-8")
    done = build(source)
    assert done.returncode != 0
    assert "no clause 'scopes/late-spwan'; did you mean 'scopes/late-spawn'" in done.stderr
