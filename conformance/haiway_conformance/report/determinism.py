"""Runs that are not the same when they are run again, told to people: `unrepeatable_lines`."""

from collections.abc import Iterable, Mapping
from typing import Final

from haiway_conformance.report.explanation import paragraphs
from haiway_conformance.report.result import Result

__all__ = ("USUAL_REASON", "unrepeatable", "unrepeatable_lines")

USUAL_REASON: Final = (
    "The usual reason is that the implementation depends on something besides the event loop: on"
    " time, chance, threads, garbage collection, the addresses of objects (the order of a set of"
    " futures), or on what was left by an earlier run."
)


def unrepeatable(results: Iterable[Result]) -> Mapping[str, str]:
    """The properties some of whose runs were not the same when they were run again.

    Args:
        results: What the properties came to, in any order.

    Returns:
        What the first difference was, in a sentence, by the name of the property, sorted.
    """
    return {
        each.test: each.findings.unrepeatable
        for each in sorted(results, key=lambda each: each.test)
        if each.findings.unrepeatable
    }


def unrepeatable_lines(found: Mapping[str, str]) -> list[str]:
    """Say that runs can't be repeated, and why that is so.

    Args:
        found: As `unrepeatable` gave it.

    Returns:
        Lines; none if nothing was found.
    """
    if not found:
        return []
    test, difference = next(iter(found.items()))
    others = f" (and in {len(found) - 1} more)" if len(found) > 1 else ""
    said = (
        f"In {test}{others}, a program that was run twice under one schedule did not do the same:"
        f" {difference}. {USUAL_REASON} What has failed has failed all the same, but another run"
        " of the suite may come out differently, and a token need not replay."
    )
    return ["NOT REPEATABLE", paragraphs(said)]
