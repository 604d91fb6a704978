"""Charge `no-scope` with what fails only outside any scope: `check_outside_only`."""

from collections.abc import Callable

from haiway_conformance.adapter import available
from haiway_conformance.judgement import Explore, Run
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Scope
from haiway_conformance.suite.in_contrast import check_in_contrast

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
    check_in_contrast(explore, program, check, _within_scope, any_ending=True, hygiene=hygiene)


def _within_scope(program: Program) -> Program:
    """Return the program within a scope.

    Where the implementation has no scopes, it is returned as it is: the programs of all clauses are
    drawn outside any.
    """
    return Program((Scope("around", program.main),)) if "scope" in available() else program
