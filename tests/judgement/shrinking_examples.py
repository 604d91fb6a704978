"""A program with races, a property of it, and oracles, for the tests of shrinking."""

from dataclasses import replace

from haiway_conformance.adapter import CAPABILITIES, resolve
from haiway_conformance.judgement import Violation
from haiway_conformance.judgement.execute import execute
from haiway_conformance.judgement.oracle import Attempt, Oracle
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Sleep,
    Start,
    Yield,
)
from haiway_conformance.simulated_loop import Did

__all__ = ("RACES", "REFERENCE", "ends_before", "found", "kept", "oracle")

REFERENCE = resolve("haiway_reference")

# Two sleeps end at one time: which is first is a question, and so is which of the two others is.
RACES = Program(
    (
        Start("a", (Sleep(1), Yield())),
        Start("b", (Sleep(1), Yield())),
        Start("c", (Sleep(2),)),
        Start("d", (Sleep(2),)),
        Sleep(3),
    )
)


def ends_before(first, second, *, slept=0):
    """A property that is violated when one task ends before another, after so many sleeps."""

    def attempt(program, choices):
        run = execute(REFERENCE, program, choices)
        ended = [each.subject for each in run.trace.of(Did.RETURNED)]
        bad = {first, second} <= {*ended}
        bad = bad and sum(isinstance(each, Sleep) for each in program) >= slept
        bad = bad and ended.index(first) < ended.index(second)
        return Attempt(run, Violation(f"{first} was first") if bad else None, met=True)

    return attempt


def found(attempt, program, choices):
    outcome = attempt(program, choices)
    assert outcome.violation is not None
    return outcome.run, outcome.violation


def oracle(attempt, *, has=CAPABILITIES):
    return Oracle("right", frozenset(has), attempt)


def kept(attempt):
    """An oracle that keeps the clause in every program."""
    return oracle(lambda *asked: replace(attempt(*asked), violation=None))
