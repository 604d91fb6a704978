"""Charge a clause with what fails in its programs and not in other ones: `check_in_contrast`."""

from collections.abc import Callable

from haiway_conformance.judgement import Explore, Run, Violation
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.oracle import schedules_around
from haiway_conformance.programs import Program

__all__ = ("check_in_contrast",)


def check_in_contrast(
    explore: Explore,
    program: Program,
    check: Callable[[Run], bool],
    other: Callable[[Program], Program],
    *,
    any_ending: bool = False,
    hygiene: bool = True,
) -> None:
    """Check the runs of a program, and leave out what fails in another program too.

    Args:
        explore: Runs the program.
        program: The program.
        check: Checks one run, and returns True if the premise is met.
        other: Returns the same without what the clause is about. It is tried under the schedule of
            the run that fails, and some others.
        any_ending: As for `explore`.
        hygiene: As for `explore`.

    Raises:
        Violation: If the check finds one that it does not find in the other program.
    """
    for run in explore(program, any_ending=any_ending, hygiene=hygiene):
        try:
            run.premise(check(run))
        except Violation:
            if _fails(explore, other(run.program), run, check):
                return  # the clause that the check belongs to is violated
            raise


def _fails(explore: Explore, other: Program, run: Run, check: Callable[[Run], bool]) -> bool:
    return any(
        _is_violated(execute(explore.adapter, other, choices), check)
        for choices in schedules_around(run, seed=0)
    )


def _is_violated(run: Run, check: Callable[[Run], bool]) -> bool:
    try:
        check(run)
    except Violation:
        return True
    return False
