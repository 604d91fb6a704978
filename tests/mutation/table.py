"""The table of the results, with the survivors below it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from equivalents import Equivalent
from mutations import Mutation
from trial import Result

__all__ = ("table",)

# `quick` and `default` count the mutants for which a property failed with that profile.
COLUMNS = (
    "module",
    "mutants",
    "quick",
    "default",
    "refused",
    "timed out",
    "survived",
    "equivalent",
)


def table(
    results: Mapping[Mutation, Result], equivalents: Sequence[Equivalent]
) -> tuple[str, bool]:
    """Format the results.

    Args:
        results: The result for each mutant.
        equivalents: The mutants that are expected to survive.

    Returns:
        The text; and True if each survivor is an equivalent mutant, and each of these survived.
    """
    survivors = [mutation for mutation, result in results.items() if not result.killed]
    reasons = {
        mutation: next((each.reason for each in equivalents if each.describes(mutation)), "")
        for mutation in survivors
    }
    killed_anyway = [each for each in equivalents if not any(map(each.describes, survivors))]
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
        *(
            f"\n{mutation}\n    {reasons[mutation] or 'NOT IN THE LIST OF EQUIVALENT MUTANTS'}"
            for mutation in survivors
        ),
        *(
            f"\nIN THE LIST OF EQUIVALENT MUTANTS, BUT NO SURVIVOR: {each}"
            for each in killed_anyway
        ),
    ]
    return "\n".join(lines) + "\n", all(reasons.values()) and not killed_anyway


def _of_module(
    module: str, results: Mapping[Mutation, Result], reasons: Mapping[Mutation, str]
) -> str:
    mine = {mutation: each for mutation, each in results.items() if mutation.module == module}
    how = Counter(
        each.profile if each.outcome == "failed" else each.outcome for each in mine.values()
    )
    equivalent = sum(bool(reasons.get(mutation)) for mutation in mine)
    return _row((module, len(mine), *(how[column] for column in COLUMNS[2:-1]), equivalent))


def _row(cells: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"
