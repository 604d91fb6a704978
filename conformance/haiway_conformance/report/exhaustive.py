"""What was run under all schedules within bounds, told to people and machines."""

from typing import Any

from haiway_conformance.exploration import Exhausted
from haiway_conformance.report.clauses import Judgement
from haiway_conformance.report.explanation import paragraphs

__all__ = ("exhausted_by", "exhausted_lines", "exhausted_to_json")


def exhausted_by(judgement: Judgement) -> Exhausted:
    """Add up what was enumerated for all clauses.

    Args:
        judgement: The outcomes.
    """
    return Exhausted.together(each.exhausted for each in judgement.clauses)


def exhausted_lines(judgement: Judgement) -> list[str]:
    """Say how much was enumerated, and within which bounds.

    Args:
        judgement: The outcomes.

    Returns:
        Lines; none if nothing was.
    """
    found = exhausted_by(judgement)
    if not (found.complete or found.cut):
        return []
    programs = found.complete + found.cut
    said = (
        f"exhaustive within bounds: {programs:,} programs (at most {found.operations} operations,"
        f" {found.cancels} requests to cancel, {found.deviations} deviations, {found.limit:,}"
        f" schedules): {found.run:,} schedules run, {found.pruned:,} pruned;"
        f" {found.complete:,} programs complete, {found.cut:,} cut"
    )
    return [paragraphs(said, first_indent="")]


def exhausted_to_json(found: Exhausted) -> dict[str, Any]:
    """As a part of `report.json`.

    Args:
        found: What was enumerated.

    Returns:
        The bounds, and the counts; nothing if nothing was enumerated.
    """
    if not (found.complete or found.cut):
        return {}
    return {
        "exhaustive": {
            "bounds": {
                "operations": found.operations,
                "cancels": found.cancels,
                "deviations": found.deviations,
                "schedules": found.limit,
            },
            "programs": found.complete + found.cut,
            "complete": found.complete,
            "cut": found.cut,
            "schedules": found.run,
            "pruned": found.pruned,
        }
    }
