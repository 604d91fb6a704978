"""Exceptions that a program raises for whoever runs the test: `pass_on`."""

from unittest import SkipTest

from haiway_conformance.simulation.members import members_of
from haiway_conformance.simulation.session import Session

__all__ = ("pass_on",)


def pass_on(error: BaseException | None, its: Session) -> None:
    """Raise an exception that says something about the test, and nothing about the program.

    Args:
        error: What the main coroutine has raised; None for nothing.
        its: What the test runner knows.

    Raises:
        BaseException: The exception, or the one within a group: Hypothesis' own, as `assume`
            raises it, a skipped test, or whatever the test runner means to raise now.
    """
    its.check(error)
    for each in members_of(error):
        its.check(each)
        if isinstance(each, SkipTest) or _is_of_hypothesis(each):
            raise each


def _is_of_hypothesis(error: BaseException) -> bool:
    # By name: importing Hypothesis takes longer than most simulations.
    return any(each.__module__ == "hypothesis.errors" for each in type(error).__mro__)
