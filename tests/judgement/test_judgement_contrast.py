"""Where a violating run begins to differ from one of the same program that passes."""

from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.contrast import contrast
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.expectation import Violation
from haiway_conformance.judgement.oracle import Attempt, Oracle
from haiway_conformance.judgement.run import Run
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Scope, Spawn, Wait
from haiway_conformance.simulated_loop import Canonical, Choices, Did, RandomWalk

REFERENCE = resolve("haiway_reference")
BOTH = Program(
    (Scope("scope1", (Spawn("t1", (Wait("p1"),)), Spawn("t2", (Wait("p2"),)), Wait("p3"))),)
)


def first_of_both(run: Run) -> str:
    on = [each.task for each in run.trace if each.did is Did.GOES_ON and each.task != "main"]
    return next(iter(on), "")


def asked(program: Program, choices: Choices, *, met: bool = True) -> Attempt:
    """Ask if t2 never goes on before t1 does."""
    run = execute(REFERENCE, program, choices)
    wrong = first_of_both(run) == "t2"
    return Attempt(run, Violation("t2 was first") if wrong else None, met)


def violating() -> Run:
    runs = (execute(REFERENCE, BOTH, RandomWalk(seed)) for seed in range(100))
    return next(run for run in runs if first_of_both(run) == "t2")


def test_it_is_the_first_event_that_another_schedule_does_not_have():
    run = violating()
    found = contrast(run, asked, [], seed=0)
    assert found is not None
    assert found.other == "the same program, with the same implementation under another schedule"
    assert found.here.startswith("t2 goes on p2")
    assert not found.there.startswith("t2 goes on")


def test_a_right_implementation_helps_where_no_schedule_passes():
    run = violating()

    def always_wrong(program: Program, choices: Choices) -> Attempt:
        return Attempt(execute(REFERENCE, program, choices), Violation("wrong"), met=True)

    assert contrast(run, always_wrong, [], seed=0) is None
    oracle = Oracle("right", frozenset(run.program.needs), asked)
    found = contrast(run, always_wrong, [oracle], seed=0)
    assert found is not None
    assert found.other == "the same program, with a right implementation"


def test_a_run_in_which_the_clause_says_nothing_has_not_passed():
    run = violating()

    def unmet(program: Program, choices: Choices) -> Attempt:
        return asked(program, choices, met=False)

    assert contrast(run, unmet, [], seed=0) is None


def test_a_run_that_does_the_same_shows_no_difference():
    run = execute(REFERENCE, BOTH, Canonical())
    assert contrast(run, asked, [], seed=0) is None
