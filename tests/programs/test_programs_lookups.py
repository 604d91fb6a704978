"""A program goes on when a look-up or a check raises, whatever that is."""

import asyncio

import haiway_reference
import pytest
from haiway_conformance.adapter import ModuleAdapter
from haiway_conformance.judgement.execute import execute
from haiway_conformance.plugin.stopping import HeldTheLoop
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import CheckCancellation, GetState, Scope, Yield
from haiway_conformance.simulated_loop import Canonical, Did, Returned

LOOKING = Program((Scope("scope1", (CheckCancellation(), GetState("A"), Yield())),))


class Odd(BaseException):
    """An exception that no `except Exception` catches."""


class Raises(ModuleAdapter):
    def __init__(self, error):
        super().__init__(haiway_reference)
        self._error = error

    def check_cancellation(self):
        raise self._error

    def state(self, *_, **__):
        raise self._error


@pytest.mark.parametrize(
    "error",
    [ValueError("x"), SystemExit(0), KeyboardInterrupt(), Odd(), GeneratorExit()],
    ids=lambda error: type(error).__name__,
)
def test_the_program_goes_on(error):
    run = execute(Raises(error), LOOKING, Canonical())
    assert run.aftermath.ending == Returned(None)
    seen = [each.detail for each in run.trace.of(Did.SAW)]
    assert len(seen) == 2
    assert all(each.startswith(f"raised {type(error).__name__}") for each in seen)


def test_a_lookup_that_raises_a_cancellation_cancels_nothing():
    run = execute(Raises(asyncio.CancelledError()), LOOKING, Canonical())
    assert run.aftermath.ending == Returned(None)
    assert [each.detail for each in run.trace.of(Did.SAW)] == ["raised CancelledError"] * 2


def test_what_stops_the_kit_itself_is_no_answer():
    run = execute(Raises(HeldTheLoop()), LOOKING, Canonical())
    assert isinstance(run.aftermath.ending.error, HeldTheLoop)
    assert not run.trace.of(Did.SAW)
