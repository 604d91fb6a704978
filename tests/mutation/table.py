"""What came out: `table`."""

from collections import Counter
from collections.abc import Mapping, Sequence

from explained import Explained
from mutations import Mutation
from trial import Result

__all__ = ("table",)

# Under `quick` and `default`: a property failed. Default is tried where quick found nothing.
COLUMNS = ("module", "mutants", "quick", "default", "refused", "timed out", "survived", "explained")


def table(
    results: Mapping[Mutation, Result], explanations: Sequence[Explained]
) -> tuple[str, bool]:
    """Put the results into a table, with the survivors below it.

    Args:
        results: What the suite said of each mutant.
        explanations: The survivors that change nothing.

    Returns:
        The text, and whether all is as it should be: each survivor explained, and each explanation
        of a survivor.
    """
    survivors = [mutation for mutation, result in results.items() if not result.killed]
    reasons = {
        mutation: next((each.reason for each in explanations if each.is_of(mutation)), "")
        for mutation in survivors
    }
    idle = [each for each in explanations if not any(map(each.is_of, survivors))]
    lines = [_row(COLUMNS), "|".join(["", *("---" for _ in COLUMNS), ""])]
    modules = sorted({mutation.module for mutation in results})
    lines += [_of_module(module, results, reasons) for module in modules]
    equivalent = sum(map(bool, reasons.values()))
    killed = len(results) - len(survivors)
    changing = len(results) - equivalent
    lines += [
        "",
        f"killed: {killed} of {changing} mutants that change something, {killed / changing:.1%}",
        f"changing nothing: {equivalent} of all {len(results)}, {equivalent / len(results):.1%}",
        *(f"\n{mutation}\n    {reasons[mutation] or 'NOT EXPLAINED'}" for mutation in survivors),
        *(f"\nEXPLAINED, BUT NO SURVIVOR: {each}" for each in idle),
    ]
    return "\n".join(lines) + "\n", all(reasons.values()) and not idle


def _of_module(
    module: str, results: Mapping[Mutation, Result], reasons: Mapping[Mutation, str]
) -> str:
    mine = {mutation: each for mutation, each in results.items() if mutation.module == module}
    how = Counter(
        each.profile if each.outcome == "failed" else each.outcome for each in mine.values()
    )
    explained = sum(bool(reasons.get(mutation)) for mutation in mine)
    return _row((module, len(mine), *(how[column] for column in COLUMNS[2:-1]), explained))


def _row(cells: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"
