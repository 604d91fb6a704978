"""A page to read in a browser: one file with everything in it.

`page` says what is shown, as plain data; `runs` does it for a failure, `drawing` for the drawing of
its run. `rendering` makes HTML of that with the files in `templates`.
"""

from haiway_conformance.report.record import Report

__all__ = ("render_html",)


def render_html(report: Report) -> bytes:
    """Write a page that explains a report, in one file that loads nothing else.

    Args:
        report: The report.

    Returns:
        HTML. Whatever comes from a target is text in it, never markup.
    """
    # Jinja2 takes its time to import, and only this format needs it.
    from haiway_conformance.report.formats.html.page import page_of  # noqa: PLC0415
    from haiway_conformance.report.formats.html.rendering import rendered  # noqa: PLC0415

    return rendered(page_of(report))
