"""The formats that a report is written in, besides `report.json`: `FORMATS`.

Each module renders a `Report` to the bytes of one file. What an outcome counts for is said once, in
`outcomes`, and each format says what it calls that. The same report gives the same bytes: there are
no times, machines or paths in any of them. Text that comes from a target is made harmless.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from haiway_conformance.adapter import Implementation
from haiway_conformance.report.formats.badge import render_badge
from haiway_conformance.report.formats.ctrf import render_ctrf
from haiway_conformance.report.formats.github import render_github
from haiway_conformance.report.formats.html import render_html
from haiway_conformance.report.formats.in_toto import render_in_toto, why_not_attested
from haiway_conformance.report.formats.junit import render_junit
from haiway_conformance.report.formats.markdown import render_markdown
from haiway_conformance.report.record import Report

__all__ = ("FORMATS", "Format")


def _always_possible(_: Implementation) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        name: The name that `--format` takes.
        file: The name of the file.
        render: Returns the file's content for a report.
        why_not: Returns a sentence that says why an implementation cannot be reported on in this
            format; empty if it can.
    """

    name: str
    file: str
    render: Callable[[Report], bytes]
    why_not: Callable[[Implementation], str] = _always_possible


FORMATS: Final[Mapping[str, Format]] = {
    each.name: each
    for each in (
        Format("html", "report.html", render_html),
        Format("junit", "junit.xml", render_junit),
        Format("markdown", "summary.md", render_markdown),
        Format("github", "annotations.txt", render_github),
        Format("badge", "badge.json", render_badge),
        Format("in-toto", "attestation.intoto.json", render_in_toto, why_not_attested),
        Format("ctrf", "ctrf.json", render_ctrf),
    )
}
"""The formats, by name."""
