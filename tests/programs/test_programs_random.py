"""Random programs: repeatable, large, with all kinds of operations, and they end."""

from collections import Counter

import pytest
from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Catch,
    Deadline,
    Fail,
    Operation,
    Scope,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.programs.operations.operation import KINDS
from haiway_conformance.simulated_loop import RandomWalk
from haiway_conformance.suite.monitoring.theme import Theme
from haiway_conformance.suite.random_programs import random_program

ANY = Theme()
PROGRAMS = [random_program(seed, ANY) for seed in range(300)]

# Operations of directed programs only: monitors could demand nothing certain of them.
DIRECTED = {
    *("Acknowledge", "Close", "CollectGarbage", "CountRequests", "EnterAgain", "Forever"),
    *(
        "Forget",
        "ForgetStream",
        "Gather",
        "Inherit",
        "InjectCancel",
        "Iterate",
        "LeaveElsewhere",
        "Listen",
    ),
    *("LogFailure", "LogLevel", "LookAgain", "MakeTwice", "Meet", "OpenAgain", "Query", "Reach"),
    *("Record", "UseOften"),
}


def test_the_same_seed_gives_the_same_program():
    assert random_program(7, ANY) == random_program(7, ANY) != random_program(8, ANY)
    assert len({each.to_text() for each in PROGRAMS}) > 295


def test_programs_survive_being_text():
    assert all(Program.from_text(each.to_text()) == each for each in PROGRAMS)


def test_every_kind_of_operation_occurs():
    kinds = Counter(type(each).__name__ for program in PROGRAMS for each in program)
    known = {name for name, kind in KINDS.items() if issubclass(kind, Operation)}
    assert known - set(kinds) == DIRECTED


def test_names_are_unique():
    for program in PROGRAMS:
        named = (Scope, Spawn, Start)
        names = [getattr(each, "name", getattr(each, "task", "")) for each in program
                 if isinstance(each, named)]  # fmt: skip
        assert len(names) == len(set(names))


def test_a_theme_is_kept_to():
    for seed in range(100):
        calm = random_program(seed, Theme(failing=False, cancelling=False))
        assert not any(isinstance(each, Fail | Deadline | Start) for each in calm)
        about = random_program(seed, Theme(always=("scope", "spawn")))
        assert sum(isinstance(each, Scope) for each in about) > 1
        assert any(isinstance(each, Spawn) for each in about)


@pytest.mark.parametrize("program", PROGRAMS[:40])
def test_programs_end_under_any_schedule(program):
    reference = resolve("haiway_reference")
    for schedule in range(3):
        run = execute(reference, program, RandomWalk(schedule))
        assert not run.hung, run.stuck()


def test_what_never_completes_is_waited_for_in_tasks_that_nobody_awaits():
    def waits(block):
        for each in block:
            if isinstance(each, Wait) and each.until == "never":
                yield each
            if isinstance(each, Scope | Catch | Deadline):
                yield from waits(each.body)

    assert not any(list(waits(program.main)) for program in PROGRAMS)
