"""A run leaves no objects behind in memory, however its tasks ended."""

import gc

from haiway_conformance.adapter import resolve
from haiway_conformance.judgement.execute import execute
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import (
    Await,
    Cancel,
    Catch,
    Deadline,
    Fail,
    Join,
    Scope,
    Sleep,
    Spawn,
    Start,
    Wait,
)
from haiway_conformance.simulation import RandomWalk, SimulatedLoop, SimulatedTask

REFERENCE = resolve("haiway_reference")


ENDS_BADLY = Program(
    (
        Catch(
            (
                Scope(
                    "s",
                    (
                        Spawn("waits", (Wait("never", "never"),)),
                        Spawn("fails", (Wait("p"), Fail("error"))),
                        Deadline(1, (Sleep(5),)),
                        Await("fails"),
                    ),
                ),
            )
        ),
        Start("own", (Wait("never again", "never"),)),
        Cancel("own"),
        Join("own"),
    )
)


def _kept():
    kinds = SimulatedTask | SimulatedLoop
    return {id(each) for each in gc.get_objects() if isinstance(each, kinds)}


def test_hundreds_of_runs_keep_no_task_alive():
    """Of cancelled and failed tasks either; the last run, with its exceptions, is still held."""
    gc.collect()
    before = _kept()
    last = None
    for seed in range(200):
        last = execute(REFERENCE, ENDS_BADLY, RandomWalk(seed))
    gc.collect(1)
    assert last is not None
    assert "s" in last.raised
    assert _kept() <= before
