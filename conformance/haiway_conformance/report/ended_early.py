"""Results of a run that ended early: `judged_so_far`."""

from collections.abc import Collection, Sequence

from haiway_spec import Clause

from haiway_conformance.report.clauses import Judgement
from haiway_conformance.report.judged import JudgedClause
from haiway_conformance.report.result import Outcome

__all__ = ("judged_so_far",)


def judged_so_far(
    clauses: Sequence[Clause], judgement: Judgement, present: Collection[str]
) -> Judgement:
    """Take back what only a run that came to its end may say.

    Args:
        clauses: The clauses that were to be judged, in the specification's order.
        judgement: The outcomes, from the properties that were run until then.
        present: The capabilities that the implementation has.

    Returns:
        The outcomes without clauses of which nothing was seen yet, which are unjudged: properties
        that were still to come might have met their premise, or need less.
    """
    judged = tuple(each for each in judgement.clauses if not _may_change(each, present))
    known = {each.clause.id for each in judged}
    return Judgement(judged, tuple(each for each in clauses if each.id not in known))


def _may_change(judged: JudgedClause, present: Collection[str]) -> bool:
    if judged.outcome is Outcome.UNSUPPORTED:
        return not judged.clause.missing(present)
    return judged.outcome is Outcome.VACUOUS
