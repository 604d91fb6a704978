"""Find programs on which two implementations legally differ: `open_differences`."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from haiway_spec import Clause

from haiway_conformance.adapter import Adapter
from haiway_conformance.comparison.changes import Change
from haiway_conformance.judgement.counterexample import picture_of
from haiway_conformance.judgement.ending import ending_of
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.reduction import reduced
from haiway_conformance.judgement.run import Run
from haiway_conformance.judgement.token import Token, TokenError
from haiway_conformance.programs import Program
from haiway_conformance.report import Outcome
from haiway_conformance.simulated_loop import Canonical, Choices, ReplayChoices
from haiway_conformance.timeline import Picture

__all__ = ("OpenDifference", "open_differences")

type _Both = tuple[Run, Run]


@dataclass(frozen=True, slots=True)
class OpenDifference:
    """A program on which two implementations differ, where the specification leaves that open.

    Attributes:
        clause: The clause that leaves it open.
        before: The run of the first implementation.
        after: The run of the second one.
    """

    clause: Clause
    before: Picture
    after: Picture


def open_differences(
    changes: Sequence[Change],
    before: Adapter,
    after: Adapter,
    present: frozenset[str],
    violated_by: Callable[[Run], Mapping[str, str]],
) -> Iterator[OpenDifference]:
    """Find a program for each open question that two implementations answer differently.

    Args:
        changes: The changes between their reports.
        before: The first implementation.
        after: The second one.
        present: The capabilities that both have.
        violated_by: Finds the clauses that a run violates. A smaller program counts only if neither
            implementation violates one in it: what they differ in is not open else.

    Yields:
        The differences, of which nothing can be taken away. A question is left out if no program
        is known that both can run and that shows a difference.
    """
    for change in changes:
        for program, choices in _known_programs(change, present):
            both = _runs(program, choices, before, after)
            if not _differ(both):
                continue

            def still(smaller: Program) -> bool:
                runs = _runs(smaller, Canonical, before, after)
                return _differ(runs) and not any(violated_by(each) for each in runs)

            if still(program):
                both = _runs(reduced(program, still), Canonical, before, after)
            one, other = both
            yield OpenDifference(change.clause, picture_of(one, before), picture_of(other, after))
            break


def _known_programs(
    change: Change, present: frozenset[str]
) -> Iterator[tuple[Program, Callable[[], Choices]]]:
    """Yield the programs that show an answer that only one of them gives."""
    old, new = change.before, change.after
    if old is None or new is None or old.outcome is not Outcome.RECORDED:
        return
    tokens = {**old.shows, **new.shows}
    for answer in sorted({*old.observed} ^ {*new.observed}):
        try:
            token = Token.from_text(tokens.get(answer, ""))
        except TokenError:
            continue
        if token.program.needs <= present:
            yield token.program, lambda token=token: ReplayChoices(token.deviations)


def _runs(
    program: Program, choices: Callable[[], Choices], before: Adapter, after: Adapter
) -> _Both:
    return execute(before, program, choices()), execute(after, program, choices())


def _differ(runs: _Both) -> bool:
    """Tell if the program itself sees a difference: the order among tasks is none."""
    one, other = (_seen(run) for run in runs)
    return one != other


def _seen(run: Run) -> tuple[str, Mapping[str, list[tuple[str, str, str]]]]:
    lanes = defaultdict[str, list[tuple[str, str, str]]](list)
    for each in run.trace:
        lanes[each.task].append((each.did, each.subject, each.detail))
    return ending_of(run), lanes
