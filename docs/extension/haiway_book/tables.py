"""Tables, as docutils wants them."""

from collections.abc import Sequence

from docutils import nodes

__all__ = ("entry", "table")


def entry(*content: nodes.Node) -> nodes.entry:
    """Make a cell."""
    return nodes.entry("", nodes.paragraph("", "", *content))


def table(
    headings: Sequence[str], rows: Sequence[nodes.row], *, classes: Sequence[str] = ()
) -> nodes.table:
    """Make a table with one line of headings.

    Args:
        headings: A text for each column.
        rows: Rows with a cell for each column.
        classes: For the style sheet.
    """
    head = nodes.row("", *(entry(nodes.inline(text=heading)) for heading in headings))
    return nodes.table(
        "",
        nodes.tgroup(
            "",
            *(nodes.colspec(colwidth=1) for _ in headings),
            nodes.thead("", head),
            nodes.tbody("", *rows),
            cols=len(headings),
        ),
        classes=list(classes),
    )
