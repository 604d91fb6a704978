"""Check counterexamples for minimality: `observed_counterexamples`.

Every removal of one operation, with its body, and of one deviation is tried. The code is
independent of the shrinker's, so that a mistake there does not go unnoticed.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from time import process_time
from typing import Any, cast
from unittest.mock import patch

from haiway_conformance.judgement import Run, Violation, explorer, hygiene_log
from haiway_conformance.judgement.expectation import BadEnding
from haiway_conformance.judgement.shrinking import Attempting, Shrunk, shrunk
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Operation
from haiway_conformance.simulation import Canonical, Choices, RandomWalk, ReplayChoices

__all__ = ("Counterexample", "observed_counterexamples")

# A smaller program proves nothing if the oracle breaks the clause under any of these schedules.
SCHEDULES_OF_THE_ORACLE = 12


@dataclass(frozen=True)
class Counterexample:
    """A counterexample as the shrinker returned it.

    Attributes:
        message: The complaint.
        program: The text of the program.
        operations: The number of operations in it.
        deviations: The number of deviations in its schedule.
        minimal: True if the shrinker claims that nothing can be removed.
        removable: Descriptions of what can be removed nevertheless.
        seconds: The processor time that the shrinker took.
    """

    message: str
    program: str
    operations: int
    deviations: int
    minimal: bool
    removable: list[str]
    seconds: float


@contextmanager
def observed_counterexamples() -> Generator[list[Counterexample]]:
    """Observe every counterexample that is shrunk inside the context.

    Yields:
        A list to which each of them is added.
    """
    observed: list[Counterexample] = []

    def observing(
        run: Run,
        violation: Violation,
        attempt: Attempting,
        *,
        oracle: Attempting | None = None,
        **more: Any,
    ) -> Shrunk:
        began = process_time()
        small = shrunk(run, violation, attempt, oracle=oracle, **more)
        seconds = process_time() - began
        removable = [
            what
            for what, program, choices in _removals(small.run)
            if _shows_as_much(attempt, oracle, program, choices, small.violation)
        ]
        observed.append(
            Counterexample(
                small.violation.sentence,
                small.run.program.to_text(),
                small.run.program.size,
                len(small.run.deviations),
                small.minimal,
                removable,
                seconds,
            )
        )
        return small

    with (
        patch.object(explorer, "shrunk", observing),
        patch.object(hygiene_log, "shrunk", observing),
    ):
        yield observed


def _shows_as_much(
    asking: Attempting,
    oracle: Attempting | None,
    program: Program,
    choices: Choices,
    last: Violation,
) -> bool:
    attempt = asking(program, choices)
    if attempt.violation is None or attempt.run is None:
        return False
    if isinstance(attempt.violation, BadEnding) and not isinstance(last, BadEnding):
        return False  # a hang or a crash says less than the complaint of the property
    if oracle is None:
        return True
    schedules = (
        Canonical(),
        ReplayChoices(attempt.run.deviations),
        *map(RandomWalk, range(SCHEDULES_OF_THE_ORACLE)),
    )
    kept = [oracle(program, each) for each in schedules]
    return not any(each.violation or each.run is None for each in kept) and kept[0].met


def _removals(run: Run) -> Iterator[tuple[str, Program, Choices]]:
    for at in run.deviations:
        left = {other: to for other, to in run.deviations.items() if other != at}
        yield f"deviation {at}", run.program, ReplayChoices(left)
    for main in _without_one(run.program.main):
        program = Program(main)
        yield f"to {program.to_text()}", program, Canonical()
        yield f"to {program.to_text()}, same schedule", program, ReplayChoices(run.deviations)


def _without_one(part: Any) -> Iterator[Any]:
    """Yield copies of a block, an operation or a part of one, each with one operation less."""
    if isinstance(part, tuple):
        members = cast("tuple[Any, ...]", part)
        for index, member in enumerate(members):
            before, after = members[:index], members[index + 1 :]
            if is_dataclass(member):
                if isinstance(member, Operation):
                    yield (*before, *after)
                for smaller in _without_one(member):
                    yield (*before, smaller, *after)
    elif is_dataclass(part):
        for field in fields(part):
            for smaller in _without_one(getattr(part, field.name)):
                yield replace(cast("Any", part), **{field.name: smaller})
