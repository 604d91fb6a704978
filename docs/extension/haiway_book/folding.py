"""Parts of a page that are folded until a reader opens them."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

__all__ = ("add_folding", "folded")


class Details(nodes.General, nodes.Element):
    """A part that is folded in HTML, and simply there in other formats."""


class Summary(nodes.General, nodes.TextElement):
    """The line that stays visible."""


def folded(title: str, *content: nodes.Node, classes: tuple[str, ...] = ()) -> Details:
    """Fold some nodes under a title.

    Args:
        title: The line that stays visible.
        content: Shown when the reader opens it.
        classes: For the style sheet.
    """
    return Details("", Summary(title, title), *content, classes=list(classes))


def add_folding(app: Sphinx) -> None:
    """Teach the writers how to write these nodes."""
    for node, tag in ((Details, "details"), (Summary, "summary")):
        app.add_node(node, html=_html(tag), text=_nothing(), latex=_nothing(), man=_nothing())


def _html(tag: str) -> tuple[Any, Any]:
    def visit(self: Any, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, tag))

    def depart(self: Any, _node: nodes.Element) -> None:
        self.body.append(f"</{tag}>\n")

    return visit, depart


def _nothing() -> tuple[Any, Any]:
    def visit(self: Any, node: nodes.Element) -> None: ...

    def depart(self: Any, node: nodes.Element) -> None: ...

    return visit, depart
