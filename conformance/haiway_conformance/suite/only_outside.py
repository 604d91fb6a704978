"""Charge `no-scope` with what fails only outside any scope: `check_outside_only`."""

from collections.abc import Callable

from haiway_conformance.adapter import available
from haiway_conformance.judgement import Explore, Run, Violation
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.oracle import schedules_around
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Scope

__all__ = ("check_outside_only",)


def check_outside_only(
    explore: Explore, program: Program, check: Callable[[Run], bool], *, hygiene: bool = True
) -> None:
    """Check the runs of a program that enters no scope, and leave out what fails in a scope too.

    Args:
        explore: Runs the program.
        program: The program.
        check: Checks one run, and returns True if the premise is met.
        hygiene: As for `explore`.

    Raises:
        Violation: If the check finds one that it does not find in the same program inside a scope.
    """
    for run in explore(program, any_ending=True, hygiene=hygiene):
        try:
            run.premise(check(run))
        except Violation:
            if _fails_inside_too(explore, run, check):
                return  # the clause that the check belongs to is violated
            raise


def _fails_inside_too(explore: Explore, run: Run, check: Callable[[Run], bool]) -> bool:
    """Try the program within a scope, under the schedule of its run and some others.

    Where the implementation has no scopes, the programs of all clauses are drawn outside any.
    """
    if "scope" not in available():
        return True
    inside = Program((Scope("around", run.program.main),))
    return any(
        _is_violated(execute(explore.adapter, inside, choices), check)
        for choices in schedules_around(run, seed=0)
    )


def _is_violated(run: Run, check: Callable[[Run], bool]) -> bool:
    try:
        check(run)
    except Violation:
        return True
    return False
