"""Pages with the project's sources, and links into them.

`haiway_source_pages` switches the pages on. They are made after the pages of the book and are not
searched, so a search finds what a clause says, and not the code that judges it.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from haiway_conformance.explain import Place, links_of
from haiway_spec import specification
from sphinx.application import Sphinx

__all__ = ("add_source_pages", "line_of", "linked_places", "source_link")

_ROOT: Final = Path(__file__).parents[3]
_FOLDER: Final = "code"
_MISSING: Final = 1


def source_link(place: Place, docname: str, *, text: str) -> nodes.reference:
    """Make a link from a page to a place in the sources.

    Args:
        place: The file, and the name within it.
        docname: The page that the link is on.
        text: What the link says, as code.
    """
    up = "../" * docname.count("/")
    uri = f"{up}{_page(place.path)}.html#line-{line_of(place)}"
    return nodes.reference("", "", nodes.literal(text=text), refuri=uri, internal=True)


def add_source_pages(app: Sphinx) -> None:
    """Register the pages and the setting that switches them on."""
    app.add_config_value("haiway_source_pages", default=False, rebuild="html", types=[bool])
    app.connect("html-collect-pages", _pages)


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if not app.config.haiway_source_pages:
        return
    highlighter: Any = getattr(app.builder, "highlighter")  # noqa: B009 - of HTML builders only
    for path in sorted({place.path for place in linked_places()}):
        code = highlighter.highlight_block(_source(path), "python", linespans="line")
        title = path.rpartition("/")[2]
        body = f'<h1>{title}</h1>\n<p><code class="literal">{path}</code></p>\n{code}'
        context: dict[str, Any] = {"title": path, "body": body, "parents": []}
        yield _page(path), context, "page.html"


def linked_places() -> Iterator[Place]:
    """Yield every place that a clause links to; those of several clauses several times."""
    for clause in specification().clauses:
        links = links_of(clause.id)
        yield from links.properties
        yield from links.mutants
        yield from links.reference
        yield from links.implementations


def _page(path: str) -> str:
    return f"{_FOLDER}/{path.removesuffix('.py')}"


@cache
def _source(path: str) -> str:
    return (_ROOT / path).read_text(encoding="utf-8")


@cache
def _lines(path: str) -> dict[str, int]:
    """Return the lines where the functions and classes of a file begin, by qualified name."""
    found: dict[str, int] = {}

    def visit(node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                first = min([child.lineno, *(each.lineno for each in child.decorator_list)])
                found.setdefault(f"{prefix}{child.name}", first)
                visit(child, f"{prefix}{child.name}.")
            else:
                visit(child, prefix)

    visit(ast.parse(_source(path)), "")
    return found


def line_of(place: Place) -> int:
    """Return the line of a place: where its name is defined, or the first one that quotes it."""
    if place.name in _lines(place.path):
        return _lines(place.path)[place.name]
    for number, line in enumerate(_source(place.path).splitlines(), 1):
        if f'"{place.name}"' in line:
            return number
    return _MISSING
