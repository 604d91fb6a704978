"""Make the counterexamples of a certification smaller, once all is judged: `to_make_smaller`.

How many violations there are is known only then. So the budget can be shared among them, whatever
the number of processes that judged.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from haiway_conformance.report.result import Outcome, Result

__all__ = ("to_make_smaller", "with_smaller")


def to_make_smaller(
    results: Iterable[Result], *, full: bool, known: Collection[str] = ()
) -> Mapping[str, tuple[str, ...]]:
    """Choose the violations to make smaller.

    Args:
        results: The results of properties, in any order.
        full: True to choose all of them, not only the smallest one for each clause.
        known: The ids of clauses that are known to fail: somebody has looked at them already. They
            are left as they are found, unless `full` is true.

    Returns:
        The ids of clauses, for each property that shows a violation of them.
    """
    found = sorted(
        (clause, size, result.test) for result in results for clause, size in _violations(result)
    )
    if not full:
        found = [each for each in found if each[0] not in known]
        first = {clause: (clause, size, test) for clause, size, test in reversed(found)}
        found = [first[clause] for clause in sorted(first)]
    chosen: dict[str, list[str]] = {}
    for clause, _, test in found:
        chosen.setdefault(test, []).append(clause)
    return {test: tuple(clauses) for test, clauses in sorted(chosen.items())}


def with_smaller(
    results: Sequence[Result], smaller: Iterable[Result], chosen: Mapping[str, tuple[str, ...]]
) -> tuple[Result, ...]:
    """Put smaller counterexamples in the place of those that were found.

    Args:
        results: The results of properties.
        smaller: The results of those that were run again.
        chosen: The violations that were made smaller: what `to_make_smaller` returned.

    Returns:
        The results, with nothing else changed. Where the second run shows no violation, because the
        implementation is not deterministic, the first one counts.
    """
    again = {each.test: each for each in smaller}
    return tuple(
        _with_smaller(each, again[each.test], chosen.get(each.test, ()))
        if each.test in again
        else each
        for each in results
    )


def _violations(result: Result) -> Iterator[tuple[str, int]]:
    """Yield the clauses that a property saw violated, each with the size of the program."""
    shown = result.counterexample
    # A worked program has no token, and nothing can be taken away from it.
    if result.outcome is Outcome.FAILED and shown is not None and shown.token:
        yield result.clause, shown.size
    for clause, unclean in result.findings.unclean.items():
        yield clause, unclean.size


def _with_smaller(result: Result, again: Result, clauses: Sequence[str]) -> Result:
    unclean = dict(result.findings.unclean)
    for clause in clauses:
        if clause in unclean and clause in again.findings.unclean:
            unclean[clause] = again.findings.unclean[clause]
    changed = replace(result, findings=replace(result.findings, unclean=unclean))
    if result.clause in clauses and again.outcome is Outcome.FAILED:
        changed = replace(changed, message=again.message, counterexample=again.counterexample)
    return changed
