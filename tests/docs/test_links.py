"""Every link of the built pages that needs no network leads somewhere."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from haiway_book.sources import line_of, linked_places

LINK = re.compile(r'<(?:a|link|script|img)\b[^>]*?\s(?:href|src)="([^"]*)"')
IDENTIFIER = re.compile(r'\s(?:id|name)="([^"]+)"')
ROOT = Path(__file__).parents[2]
OF_THE_PROJECT = ("README", "CONTRIBUTING", "CHANGELOG")


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@cache
def identifiers(page: Path) -> frozenset[str]:
    return frozenset(map(unescape, IDENTIFIER.findall(text_of(page))))


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Yield the file and the anchor of each link of a page to this book."""
    for link in set(LINK.findall(text_of(page))):
        parts = urlsplit(unescape(link))
        if not parts.scheme and not parts.netloc:
            path = unquote(parts.path)
            yield (page.parent / path).resolve() if path else page, unquote(parts.fragment)


def test_every_link_leads_somewhere(book: Path) -> None:
    broken: list[str] = []
    pages = sorted(book.rglob("*.html"))
    assert len(pages) > 100
    for page in pages:
        for target, anchor in links(page):
            if not target.is_file():
                broken.append(f"{page.relative_to(book)}: no file {target.relative_to(book)}")
            elif anchor and target.suffix == ".html" and anchor not in identifiers(target):
                broken.append(f"{page.relative_to(book)}: no #{anchor} in {target.name}")
    assert not broken


def test_links_to_sources_lead_to_the_line_of_the_name() -> None:
    named = [place for place in linked_places() if place.name]
    assert len(named) > 1000
    assert not [place for place in named if line_of(place) == 1]


@pytest.mark.parametrize("name", OF_THE_PROJECT)
def test_links_of_the_projects_own_pages_lead_somewhere(name: str) -> None:
    text = (ROOT / f"{name}.md").read_text(encoding="utf-8")
    targets = [each for each in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in each]
    assert not [each for each in targets if not (ROOT / each).exists()]
