"""Generator and consumer each keep their own context, and the consumer its current scope.

Properties of `streams/own-context` and `merge/own-context`.
"""

from typing import Final

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Close,
    Consume,
    Element,
    GetContext,
    GetState,
    GetVariable,
    Log,
    Open,
    Provided,
    Scope,
    SetContext,
    SetVariable,
    Source,
    Spawn,
)
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.consumers.programs import reading

LOOK: Final[Block] = (GetContext("x"), GetVariable("A"), GetState("A"), Log("probe"))
"""Looks up all that belongs to a context."""


@programs
def contexts_on_both_sides(build: Builder) -> Block:
    """Draw a generator and a consumer that set and look up their context.

    The consumer may be in an inner scope, and spawns a task after the loop.
    """
    before = (*LOOK, *_set_some(build), *LOOK)
    count = build.number(1, 3)
    source = Source(
        "async generator",
        (Element(),) * count,
        before,
        build.one_of("ends", "silent"),
        clean_up=LOOK,
    )
    nested = build.flag()
    scope = "scope2" if nested else "scope1"
    task = Spawn("t1", (build.until_exit(scope),))
    control = Spawn("control", (build.until_exit(scope),))
    left = build.number(1, count)
    read = Consume("s1", (*LOOK, *_set_some(build), *build.pauses(1), *LOOK), left)
    close: Block = (Close("s1"),) if build.seldom() else ()
    after: Block = (*LOOK, *close, task, *build.pauses(1))
    loop: Block = (control, *_set_some(build), *LOOK, read, *after)
    sets = () if nested else _set_some(build)  # an inner scope may have variables of its own
    opened: Block = (*sets, Log("probe"), Open("s1", source))
    state = (Provided("A", "of scope1"),)
    if nested:
        inner = Scope("scope2", loop, (Provided("A", "of scope2"),))
        return (Scope("scope1", (*opened, inner, *build.pauses(1)), state),)
    return (Scope("scope1", (*opened, *loop), state),)


@clause("streams/own-context", "merge/own-context")
@given(program=contexts_on_both_sides())
def test_generator_and_consumer_keep_their_contexts(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the generator runs in the context of its consumer."""
    for run in explore(reading(program, chapter), any_ending=True):
        run.premise(_other_side_had_set(run))
        _expect_own_context(run)
        _expect_own_scope(run)


def _set_some(build: Builder) -> Block:
    return (
        (SetContext("x", build.name("value")), SetVariable("A", build.name("value")))
        if build.flag()
        else ()
    )


def _other_side_had_set(run: Run) -> bool:
    """Return whether one side of the stream looks up what the other one had set."""
    sides = ("source of s1", "main")
    return any(
        each.number < look.number and each.task in sides and each.task != look.task
        for look in run.trace.of(Did.SAW)
        if look.task in sides
        for each in run.trace.of(Did.SET, subject=look.subject)
    )


def _expect_own_context(run: Run) -> None:
    """Check that each side sees what it has set itself, and its own scope."""
    generator, consumer_scope = "source of s1", run.scopes[-1]
    logs = run.trace.of(Did.SAW, subject="log", task="main")
    opened = run.trace.first(Did.OPENS)
    after = [each for each in logs if opened and each.number > opened.number]
    if opened is None or not logs:
        creator = consumer = None
    else:
        creator = logs[0].detail
        consumer = after[0].detail if after else creator
    values: dict[tuple[str, str], str] = {}
    by_consumer: set[str] = set()
    for each in run.trace:
        side = each.task
        if each.did is Did.SET:
            values[side, each.subject] = each.detail
            if side == "main" and opened and each.number > opened.number:
                by_consumer.add(each.detail)
        if each.did is not Did.SAW or side not in (generator, "main"):
            continue
        own = values.get((side, each.subject))
        match each.subject:
            case "context x":
                right = each.detail == own if own else not _set_by_other(run, each, by_consumer)
                other = "its consumer" if side == generator else generator
                expect(
                    right,
                    f"{side} had set context x = {own}, but saw {each.detail}"
                    if own
                    else f"{side} saw context x = {each.detail}, which {other} had set",
                )
            case "variable A":
                expect(
                    each.detail == (own or "None"),
                    f"{side} saw variable A = {each.detail}, but had set {own or 'nothing'} itself",
                )
            case "state A":
                scope = "scope1" if side == generator else consumer_scope
                expect(
                    each.detail == f"of {scope}",
                    f"{side} saw state A = {each.detail}, but is in {scope}",
                )
            case "log":
                expected = creator if side == generator else None
                if side == "main" and opened and each.number > opened.number:
                    expected = consumer
                expect(
                    expected is None or each.detail == expected,
                    f"a log record of {side} identified {each.detail} as its scope; expected"
                    f" {expected}",
                )
            case _:
                pass


def _set_by_other(run: Run, look: Event, by_consumer: set[str]) -> bool:
    """Return whether the value that one side sees was set by the other one."""
    detail = look.detail
    if look.task == "main":
        return any(each.detail == detail for each in run.trace.of(Did.SET, task="source of s1"))
    return detail in by_consumer


def _expect_own_scope(run: Run) -> None:
    """Check that a task spawned after the loop belongs to the consumer's scope."""
    scope = run.scopes[-1]
    exited, control = run.exited(scope), run.ended("control")
    if not (exited and control and control.number < exited.number):
        return  # the scope did not even await a task that was spawned before the loop
    ended = run.ended("t1")
    expect(
        run.began("t1") is None or (ended is not None and ended.number < exited.number),
        f"task t1 was spawned in {scope} after a loop over stream s1, but had not ended when that"
        " scope was exited: iterating changed the current scope",
    )
