"""What can still be taken away from counterexamples that are shown: `watched`.

It tries every removal of one operation, with all that is in it, and of one deviation, in ways of
its own: nothing here is the shrinker's.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from time import process_time
from typing import Any, cast
from unittest.mock import patch

from haiway_conformance.judgement import Run, Violation, explorer, left_behind
from haiway_conformance.judgement.expectation import BadEnding
from haiway_conformance.judgement.shrinking import Shrunk, Trying, shrunk
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Provided
from haiway_conformance.programs.program import PARTS
from haiway_conformance.simulation import Canonical, Choices, RandomWalk, Tape

__all__ = ("Counterexample", "watched")

# A program in which the control breaks the clause under any of these shows nothing.
SCHEDULES_OF_THE_CONTROL = 12


@dataclass(frozen=True)
class Counterexample:
    """What the shrinker gave.

    Attributes:
        message: What went wrong.
        program: The program, as text.
        operations: How many operations it has.
        deviations: How many deviations its schedule has.
        minimal: Whether the shrinker says that nothing can be taken away.
        removable: What can be taken away all the same.
        seconds: How long the shrinker took, in seconds of processor time.
    """

    message: str
    program: str
    operations: int
    deviations: int
    minimal: bool
    removable: list[str]
    seconds: float


@contextmanager
def watched() -> Generator[list[Counterexample]]:
    """Look at what the shrinker gives, wherever it is called.

    Yields:
        A list that grows.
    """
    seen: list[Counterexample] = []

    def watching(
        run: Run, violation: Violation, trying: Trying, *, controlled: bool, **more: Any
    ) -> Shrunk:
        began = process_time()
        small = shrunk(run, violation, trying, controlled=controlled, **more)
        seconds = process_time() - began
        removable = [
            what
            for what, program, choices in _removals(small.run)
            if _shows_as_much(trying, program, choices, small.violation, controlled=controlled)
        ]
        seen.append(
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

    with patch.object(explorer, "shrunk", watching), patch.object(left_behind, "shrunk", watching):
        yield seen


def _shows_as_much(
    trying: Trying, program: Program, choices: Choices, last: Violation, *, controlled: bool
) -> bool:
    attempt = trying(program, choices)
    if attempt.violation is None or attempt.run is None:
        return False
    if isinstance(attempt.violation, BadEnding) and not isinstance(last, BadEnding):
        return False  # that a run ends as no run may tells less than what the property found
    if not controlled:
        return True
    schedules = (
        Canonical(),
        Tape(attempt.run.deviations),
        *map(RandomWalk, range(SCHEDULES_OF_THE_CONTROL)),
    )
    kept = [trying(program, each, control=True) for each in schedules]
    return not any(each.violation or each.run is None for each in kept) and kept[0].met


def _removals(run: Run) -> Iterator[tuple[str, Program, Choices]]:
    for at in run.deviations:
        left = {other: to for other, to in run.deviations.items() if other != at}
        yield f"deviation {at}", run.program, Tape(left)
    for main in _without_one(run.program.main):
        program = Program(main)
        yield f"to {program.to_text()}", program, Canonical()
        yield f"to {program.to_text()}, same schedule", program, Tape(run.deviations)


def _without_one(part: Any) -> Iterator[Any]:
    """All of what a block, an operation or a part of one is with one operation less."""
    if isinstance(part, tuple):
        members = cast("tuple[Any, ...]", part)
        for index, member in enumerate(members):
            before, after = members[:index], members[index + 1 :]
            if is_dataclass(member):
                if not isinstance(member, (*PARTS, Provided)):
                    yield (*before, *after)
                for smaller in _without_one(member):
                    yield (*before, smaller, *after)
    elif is_dataclass(part):
        for field in fields(part):
            for smaller in _without_one(getattr(part, field.name)):
                yield replace(cast("Any", part), **{field.name: smaller})
