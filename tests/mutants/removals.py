"""Check counterexamples for minimality and legality: `observed_counterexamples`.

Every removal of one operation, with its body, and of one deviation is tried. The code is
independent of the shrinker's, so that a mistake there does not go unnoticed. And each
counterexample is replayed with every right implementation that has the capabilities: none may
violate the clause.
"""

import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any, cast
from unittest.mock import patch

from haiway_conformance.adapter import Adapter, resolve
from haiway_conformance.judgement import Run, Violation, explorer, hygiene_log
from haiway_conformance.judgement import asking as asking_module
from haiway_conformance.judgement.expectation import BadEnding
from haiway_conformance.judgement.oracle import Attempting, Oracle, oracles_for
from haiway_conformance.judgement.shrinking import Shrunk, shrunk
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Operation
from haiway_conformance.simulated_loop import Canonical, Choices, RandomWalk, ReplayChoices
from haiway_spec import Level, specification

__all__ = ("Counterexample", "observed_counterexamples", "right_adapters")

sys.path.append(str(Path(__file__).parent.parent / "implementations"))

from right_implementations import RIGHT_IMPLEMENTATIONS, RightImplementation

# A smaller program proves nothing if an oracle breaks the clause under any of these schedules.
SCHEDULES_OF_AN_ORACLE = 12


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
        refuted_by: The right implementations that violate the clause in it, too.
        seconds: The processor time that the shrinker took.
    """

    message: str
    program: str
    operations: int
    deviations: int
    minimal: bool
    removable: list[str]
    refuted_by: list[str]
    seconds: float


@contextmanager
def observed_counterexamples() -> Generator[list[Counterexample]]:
    """Observe every counterexample that is shrunk inside the context.

    Yields:
        A list to which each of them is added.
    """
    observed: list[Counterexample] = []
    # How the property is asked with any implementation: both callers of `shrunk` say so first.
    last_asking: Callable[[Adapter], Attempting]
    last_clause = ""

    def capturing(
        adapters: Iterable[Adapter], asking: Callable[[Adapter], Attempting], clause: str
    ) -> Sequence[Oracle]:
        nonlocal last_asking, last_clause
        last_asking, last_clause = asking, clause
        return oracles_for(adapters, asking, clause)

    def observing(
        run: Run,
        violation: Violation,
        attempt: Attempting,
        *,
        oracles: Sequence[Oracle] = (),
        must_meet: bool = False,
        **more: Any,
    ) -> Shrunk:
        began = process_time()
        small = shrunk(run, violation, attempt, oracles=oracles, must_meet=must_meet, **more)
        seconds = process_time() - began
        removable = [
            what
            for what, program, choices in _removals(small.run)
            if _shows_as_much(attempt, program, choices, small.violation)
            and _is_illegal(oracles, program, choices, must_meet=must_meet)
        ]
        observed.append(
            Counterexample(
                small.violation.sentence,
                small.run.program.to_text(),
                small.run.program.size,
                len(small.run.deviations),
                small.minimal,
                removable,
                [*_refuted_by(small.run, last_asking, last_clause)],
                seconds,
            )
        )
        return small

    with (
        patch.object(asking_module, "oracles_for", capturing),
        patch.object(hygiene_log, "oracles_for", capturing),
        patch.object(explorer, "shrunk", observing),
        patch.object(hygiene_log, "shrunk", observing),
    ):
        yield observed


def _refuted_by(run: Run, asking: Callable[[Adapter], Attempting], clause: str) -> Iterator[str]:
    if specification().clause(clause).level is Level.MAY:
        return  # both ways are right
    for right, adapter in right_adapters().items():
        # Right implementations need not keep a clause of level SHOULD.
        if clause not in right.unmet:
            (oracle,) = oracles_for([adapter], asking, "")
            if any(answer.violation for answer in oracle.answers(run, seed=1)):
                yield right.target


@cache
def right_adapters() -> Mapping[RightImplementation, Adapter]:
    """Import all right implementations, and return their adapters."""
    return {each: resolve(each.target) for each in RIGHT_IMPLEMENTATIONS}


def _shows_as_much(asking: Attempting, program: Program, choices: Choices, last: Violation) -> bool:
    attempt = asking(program, choices)
    if attempt.violation is None or attempt.run is None:
        return False
    # A hang or a crash says less than the complaint of the property.
    return not isinstance(attempt.violation, BadEnding) or isinstance(last, BadEnding)


def _is_illegal(
    oracles: Sequence[Oracle], program: Program, choices: Choices, *, must_meet: bool
) -> bool:
    schedules = (Canonical(), choices, *map(RandomWalk, range(SCHEDULES_OF_AN_ORACLE)))
    met = not must_meet
    for oracle in oracles:
        if program.needs <= oracle.capabilities:
            kept = [oracle.attempt(program, each) for each in schedules]
            if any(each.violation or each.run is None for each in kept):
                return False
            met = met or kept[0].met
    return met


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
