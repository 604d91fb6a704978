"""`hygiene/idle`: while everything waits, the implementation lets the loop rest.

Tried with scopes, helpers and streams that wait for very long.
"""

from typing import Final

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    CleanUp,
    Element,
    Execute,
    Iterate,
    Merge,
    Next,
    Process,
    Reach,
    Scope,
    Sleep,
    Source,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did

LONG: Final = 1_000_000
"""In virtual seconds: even an implementation that looks only each hour whether it can go on does so
many times."""

MOST: Final = 10
"""The iterations that the sleep itself may take: it needs two or three."""


def _waits(build: Builder) -> Block:
    """Draw code of which every part waits until `morning`, or until it is cancelled."""
    asleep: Block = (Wait(build.name("p"), after="morning"),)
    match build.number(0, 4):
        case 0:
            tasks = build.some(1, 2, lambda: build.spawn(asleep))
            return (*tasks, Wait("rest", after="morning"))
        case 1:
            elements = tuple(Element(body=asleep) for _ in range(build.number(1, 3)))
            call = build.one_of(Process, Execute)
            return (call("helper", Source(elements=elements), build.number(1, 2)),)
        case 2:
            return (Iterate("stream", 1, asleep),)
        case 3:
            other: Block = (Wait(build.name("p"), after="morning"),)
            sources = tuple(
                Source("async generator", (Element(),), before) for before in (asleep, other)
            )
            return (Merge("merge", sources), Next("merge"))
        case _:  # the exit waits
            task = build.spawn((CleanUp((build.for_ever(),), asleep),))
            return (task, Wait("begun", "idle"))


@programs
def waiting_for_long(build: Builder) -> Block:
    """Draw a scope in which everything waits, while main sleeps for very long."""
    runner = Start("runner", (Scope("scope0", _waits(build)),))
    settled = (Wait("settled", "idle"), Wait("still settled", "idle"))
    return (runner, *settled, Sleep(LONG), Reach("morning"), Wait("last", "idle"), Cancel("runner"))


@clause("hygiene/idle")
@given(program=waiting_for_long())
def test_nothing_is_scheduled_while_everything_waits(explore: Explorer, program: Program) -> None:
    """If this fails, check which wait looks again and again whether it can go on."""
    for run in explore(program, any_ending=True):
        waits = ("settled", "still settled")
        settled = [run.trace.first(Did.GOES_ON, subject=each) for each in waits]
        if run.deviations or None in settled:
            continue  # time may have passed before everything had come to rest
        slept = run.trace.first(Did.GOES_ON, subject=f"sleep {LONG:g} s")
        began = run.trace.first(Did.WAITS, subject=f"sleep {LONG:g} s")
        ended = run.ended("runner")
        if began is None or slept is None or not run.premise(run.began("runner")):
            continue
        if ended and ended.number < slept.number:
            continue
        iterations = slept.iteration - began.iteration
        expect(
            iterations <= MOST,
            f"everything waited for {LONG:,} virtual seconds, and the loop was kept busy meanwhile:"
            f" there were {iterations:,} iterations",
        )
