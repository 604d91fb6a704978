"""Report runs that were not deterministic: `nondeterministic`, `nondeterminism_lines`."""

from collections.abc import Iterable, Mapping
from typing import Final

from haiway_conformance.report.explanation import WIDTH, paragraphs
from haiway_conformance.report.result import Result

__all__ = ("USUAL_REASON", "nondeterminism_lines", "nondeterministic")

USUAL_REASON: Final = (
    "The usual reason is that the implementation depends on something besides the event loop: on"
    " time, chance, threads, garbage collection, the addresses of objects (the order of a set of"
    " futures), or on something that an earlier run left behind."
)


def nondeterministic(results: Iterable[Result]) -> Mapping[str, str]:
    """Find the properties some of whose runs differed when they were repeated.

    Args:
        results: The results of properties, in any order.

    Returns:
        From the name of the property to the first difference, as a phrase; sorted by name.
    """
    return {
        each.test: each.findings.unrepeatable
        for each in sorted(results, key=lambda each: each.test)
        if each.findings.unrepeatable
    }


def nondeterminism_lines(found: Mapping[str, str], width: int = WIDTH) -> list[str]:
    """Say that runs were not deterministic, the usual reason, and the consequences.

    Args:
        found: The result of `nondeterministic`.
        width: The maximum width of a line, in columns.

    Returns:
        The lines; none if nothing was found.
    """
    if not found:
        return []
    test, difference = next(iter(found.items()))
    others = f" (and in {len(found) - 1} more)" if len(found) > 1 else ""
    said = (
        f"In {test}{others}, a program that was run twice under one schedule behaved differently:"
        f" {difference}. {USUAL_REASON} Every failure is real all the same, but another run of the"
        " suite may have other results, and a token may not replay."
    )
    return ["NOT DETERMINISTIC", paragraphs(said, width=width)]
