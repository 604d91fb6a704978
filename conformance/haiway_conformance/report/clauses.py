"""Turn the results of properties into the outcome of each clause: `judge_clauses`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from haiway_spec import Clause, Level

from haiway_conformance.exploration import Exhausted
from haiway_conformance.report.hygiene import HYGIENE, judge_hygiene
from haiway_conformance.report.judged import FailedProperty, JudgedClause, smallest_first
from haiway_conformance.report.result import NOT_OBSERVED, Outcome, Result

__all__ = ("Judgement", "by_chapter", "judge_clauses")

# The worst outcome among the properties of a clause decides. `unsupported` is the mildest, because
# a property may need more capabilities than its clause: what the others found still counts.
_WORST_FIRST: Final = (
    Outcome.FAILED,
    Outcome.ERROR,
    Outcome.VACUOUS,
    Outcome.BLOCKED,
    Outcome.RECORDED,
    Outcome.PASSED,
    Outcome.UNSUPPORTED,
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The outcomes of all clauses.

    Attributes:
        clauses: The clauses that were judged, in the specification's order.
        unjudged: The clauses without a property, or without one that ran, in the same order.
    """

    clauses: tuple[JudgedClause, ...]
    unjudged: tuple[Clause, ...]

    def having(self, outcome: Outcome, *levels: Level) -> tuple[JudgedClause, ...]:
        """Return the judged clauses with an outcome, of some levels (of all if none is given)."""
        return tuple(
            each
            for each in self.clauses
            if each.outcome is outcome and (not levels or each.clause.level in levels)
        )


def judge_clauses(
    clauses: Sequence[Clause], results: Iterable[Result], present: Collection[str]
) -> Judgement:
    """Determine the outcome of each clause.

    Args:
        clauses: The clauses to judge, in the specification's order.
        results: The results of properties, in any order. Those of other clauses count only for
            hygiene, which is checked in the programs of every clause.
        present: The capabilities that the implementation has.

    Returns:
        The same judgement for the same results, whatever their order.
    """
    told = _without_echoes(results)
    ordered = sorted(told, key=lambda each: (each.test, each.clause, str(each.outcome)))
    of: dict[str, list[Result]] = {}
    for result in ordered:
        of.setdefault(result.clause, []).append(result)
    judged: list[JudgedClause] = []
    unjudged: list[Clause] = []
    for clause in clauses:
        if clause.id in of:
            judged.append(_judge(clause, of[clause.id], _blaming(clause, ordered)))
        elif clause.chapter == HYGIENE and (found := judge_hygiene(clause, ordered, present)):
            judged.append(found)
        else:
            unjudged.append(clause)
    return Judgement(tuple(judged), tuple(unjudged))


def by_chapter(clauses: Iterable[Clause]) -> Mapping[str, int]:
    """Count the clauses of each chapter, in the order in which chapters appear."""
    counts: dict[str, int] = {}
    for clause in clauses:
        counts[clause.chapter] = counts.get(clause.chapter, 0) + 1
    return counts


def _without_echoes(results: Iterable[Result]) -> list[Result]:
    """Return the results without properties that were stopped by what another clause is about.

    Random programs, and those with prior use of a scope, use all there is: they come to what an
    implementation cannot do, whatever clause they are to judge. Where other properties were
    stopped too, these say which clauses that is about.
    """
    known = list(results)
    if any(each.stopped and not _uses_all(each) for each in known):
        return [each for each in known if not (each.stopped and _uses_all(each))]
    return known


def _uses_all(result: Result) -> bool:
    return result.random_program or result.prior_use


def _blaming(clause: Clause, results: Iterable[Result]) -> tuple[FailedProperty, ...]:
    """Return the smallest run that violates a clause, of those that were to judge others."""
    blamed = ((each.test, each.findings.blamed.get(clause.id)) for each in results)
    return smallest_first(
        FailedProperty(test, shown.message, shown) for test, shown in blamed if shown is not None
    )[:1]


def _judge(
    clause: Clause, results: Sequence[Result], blaming: tuple[FailedProperty, ...]
) -> JudgedClause:
    # A random-program property that never met its premise says nothing.
    silent = (Outcome.VACUOUS, Outcome.BLOCKED)
    telling = [each for each in results if not (each.random_program and each.outcome in silent)]
    results = telling or results
    outcome = min((each.outcome for each in results), key=_WORST_FIRST.index)
    deciding = [each for each in results if each.outcome is outcome]
    failures = _failures(deciding) if outcome is Outcome.FAILED else blaming
    outcome = Outcome.FAILED if failures else outcome
    message = next((each.message for each in failures or deciding if each.message), "")
    return JudgedClause(
        clause=clause,
        outcome=outcome,
        programs=sum(each.findings.programs for each in results),
        met=sum(each.findings.met for each in results),
        schedules=sum(each.findings.schedules for each in results),
        message=message,
        failures=failures,
        left_out=sum(each.findings.left_out for each in results),
        blocked_by=_blocked_by(deciding) if outcome is Outcome.BLOCKED else (),
        observed=_observed(results) if outcome is Outcome.RECORDED else (),
        shows=_shows(results) if outcome is Outcome.RECORDED else {},
        exhausted=Exhausted.together(each.findings.exhausted for each in results),
    )


def _failures(results: Iterable[Result]) -> tuple[FailedProperty, ...]:
    return smallest_first(
        FailedProperty(
            each.test,
            each.message if each.counterexample is None else each.counterexample.message,
            each.counterexample,
        )
        for each in results
    )


def _blocked_by(results: Iterable[Result]) -> tuple[str, ...]:
    return tuple(sorted({clause for each in results for clause in each.findings.blamed}))


def _observed(results: Iterable[Result]) -> tuple[str, ...]:
    answers = {answer for each in results for answer in each.findings.observed}
    return tuple(sorted(answers)) or (NOT_OBSERVED,)


def _shows(results: Iterable[Result]) -> dict[str, str]:
    """Return a token for each answer: of several properties, the shortest."""
    found: dict[str, str] = {}
    for answer, token in sorted(pair for each in results for pair in each.findings.shows.items()):
        known = found.get(answer, token)
        found[answer] = min(token, known, key=lambda each: (len(each), each))
    return found
