"""Why a run says nothing about an implementation, and what to do: `nothing_judged`."""

from haiway_spec import Level

from haiway_conformance.report.clauses import Judgement
from haiway_conformance.report.result import Outcome

__all__ = ("nothing_judged",)


def nothing_judged(judgement: Judgement) -> str:
    """Say why no MUST was judged, and what to do about it.

    Args:
        judgement: The outcomes.

    Returns:
        A sentence without its full stop; empty if a MUST passed, failed, or could have done so.
    """
    musts = [each for each in judgement.clauses if each.clause.level is Level.MUST]
    if any(each.outcome is not Outcome.UNSUPPORTED for each in musts):
        return ""
    if musts:
        are = "clause is" if len(musts) == 1 else f"{len(musts)} MUST clauses are"
        return (
            f"no MUST was judged: the {are} unsupported. Give the adapter what it lacks, or select"
            " clauses that need less"
        )
    if any(each.level is Level.MUST for each in judgement.unjudged) or not judgement.clauses:
        return "no MUST was judged: no property ran that judges one. Select others, or all of them"
    return "no MUST was judged, since only SHOULDs and MAYs were selected. Select a MUST, too"
