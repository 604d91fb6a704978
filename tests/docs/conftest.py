"""Fixtures for tests of the docs: the extension that renders them, and the built pages."""

import re
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest

DOCS = Path(__file__).parents[2] / "docs"

sys.path.insert(0, str(DOCS / "extension"))


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build all pages, and return their folder; a warning is an error."""
    html = tmp_path_factory.mktemp("book") / "html"
    command = ("-m", "sphinx", "-W", "-n", "-q", "--keep-going", "-b", "html", DOCS, html)
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return html


@pytest.fixture(scope="session")
def html_of(book: Path) -> Callable[[str], str]:
    """Return a function that gives the article of a page, without what is around it."""

    def html_of(page: str) -> str:
        text = (book / f"{page}.html").read_text(encoding="utf-8")
        (article,) = re.findall(r"<article.*?</article>", text, re.DOTALL)
        return article

    return html_of


@pytest.fixture
def built_page(tmp_path: Path) -> Callable[[str], SimpleNamespace]:
    """Return a function that builds a page with a text, beside the chapter of scopes."""
    # Sphinx is imported only where it is used: its import takes long.
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    def build(text: str) -> SimpleNamespace:
        source = tmp_path / "source"
        source.mkdir()
        (source / "index.md").write_text(f"# Page\n\n{text}\n", encoding="utf-8")
        (source / "scopes.md").write_text(
            "---\norphan: true\n---\n\n# Scopes\n\n```{clauses} scopes\n```\n", encoding="utf-8"
        )
        output, warnings = tmp_path / "output", StringIO()
        extensions = ["myst_parser", "haiway_book"]
        settings = {"extensions": extensions, "project": "pages", "html_theme": "basic"}
        with patch_docutils(), docutils_namespace():
            Sphinx(
                str(source),
                None,
                str(output / "html"),
                str(output / "doctrees"),
                "html",
                confoverrides=settings,
                status=StringIO(),
                warning=warnings,
            ).build()
        html = (output / "html" / "index.html").read_text(encoding="utf-8")
        return SimpleNamespace(warnings=warnings.getvalue(), html=html)

    return build
