"""The results of exhaustive exploration within bounds, for people and machines."""

from collections.abc import Mapping
from typing import Any

from haiway_conformance.exploration import Exhausted
from haiway_conformance.report.clauses import Judgement
from haiway_conformance.report.explanation import WIDTH, paragraphs

__all__ = ("exhausted_by", "exhausted_from_json", "exhausted_lines", "exhausted_to_json")


def exhausted_by(judgement: Judgement) -> Exhausted:
    """Add up the exhaustive exploration of all clauses.

    Args:
        judgement: The outcomes.
    """
    return Exhausted.together(each.exhausted for each in judgement.clauses)


def exhausted_lines(judgement: Judgement, width: int = WIDTH) -> list[str]:
    """Describe how much was explored exhaustively, and within which bounds.

    Args:
        judgement: The outcomes.
        width: The maximum width of a line, in columns.

    Returns:
        The lines; none if nothing was.
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
    return [paragraphs(said, first_indent="", width=width)]


def exhausted_to_json(found: Exhausted) -> dict[str, Any]:
    """Make the part of `report.json` about exhaustive exploration.

    Args:
        found: What was explored.

    Returns:
        The bounds and the counts; empty if nothing was explored exhaustively.
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


def exhausted_from_json(data: Mapping[str, Any]) -> Exhausted:
    """Read what `exhausted_to_json` made a part of.

    Args:
        data: The whole of which it is a part.
    """
    found = data.get("exhaustive")
    if found is None:
        return Exhausted()
    bounds = found["bounds"]
    return Exhausted(
        operations=bounds["operations"],
        cancels=bounds["cancels"],
        deviations=bounds["deviations"],
        limit=bounds["schedules"],
        complete=found["complete"],
        cut=found["cut"],
        run=found["schedules"],
        pruned=found["pruned"],
    )
