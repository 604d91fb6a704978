"""HTML from what is to be shown: `rendered`."""

import base64
import hashlib
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from haiway_conformance.report.formats.html.page import Page

__all__ = ("rendered",)

_TEMPLATES: Final = "haiway_conformance.report.formats.html"


def rendered(page: Page) -> bytes:
    """Return the page as HTML.

    Args:
        page: What is to be shown.
    """
    loader = PackageLoader(_TEMPLATES, "templates")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["prose"] = _prose
    style, script = (loader.get_source(environment, name)[0] for name in ("page.css", "page.js"))
    html = environment.get_template("page.html").render(
        page=page,
        style=Markup(style),  # noqa: S704 - the kit's own file
        script=Markup(script),  # noqa: S704 - the kit's own file
        policy=_policy(style, script),
    )
    return html.encode()


def _policy(style: str, script: str) -> str:
    """Return a Content Security Policy: nothing is loaded or run but what the kit has written."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}';"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _prose(text: str) -> Markup:
    """Return a text of the specification as HTML: paragraphs, and code between backticks."""
    paragraphs: list[Markup] = []
    for paragraph in text.split("\n\n"):
        parts = [
            Markup("<code>{}</code>").format(part) if number % 2 else Markup("{}").format(part)
            for number, part in enumerate(paragraph.split("`"))
        ]
        paragraphs.append(Markup("<p>{}</p>").format(Markup("").join(parts)))
    return Markup("\n").join(paragraphs)
