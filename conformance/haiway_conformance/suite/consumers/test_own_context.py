"""Properties of `streams/own-context` and `merge/own-context`."""

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


def _sets(build: Builder) -> Block:
    return (
        (SetContext("x", build.name("value")), SetVariable("A", build.name("value")))
        if build.flag()
        else ()
    )


def _looks() -> Block:
    return (GetContext("x"), GetVariable("A"), GetState("A"), Log("probe"))


@programs
def contexts_on_both_sides(build: Builder) -> Block:
    """Generator and consumer set, look and spawn, the consumer perhaps in a scope within."""
    before = (*_looks(), *_sets(build), *_looks())
    count = build.number(1, 3)
    source = Source(
        "async generator",
        (Element(),) * count,
        before,
        build.one_of("ends", "silent"),
        clean_up=_looks(),
    )
    nested = build.flag()
    scope = "scope2" if nested else "scope1"
    task = Spawn("t1", (build.until_exit(scope),))
    control = Spawn("control", (build.until_exit(scope),))
    left = build.number(1, count)
    read = Consume("s1", (*_looks(), *_sets(build), *build.pauses(1), *_looks()), left)
    close: Block = (Close("s1"),) if build.seldom() else ()
    after: Block = (*_looks(), *close, task, *build.pauses(1))
    loop: Block = (control, *_sets(build), *_looks(), read, *after)
    sets = () if nested else _sets(build)  # an inner scope may have variables of its own
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
    """If this fails: does the generator run in its consumer's context, or change its scope?"""
    for run in explore(reading(program, chapter), any_ending=True):
        run.premise(_other_side_had_set(run))
        _each_sees_its_own(run)
        _spawned_after_the_loop(run)


def _other_side_had_set(run: Run) -> bool:
    """Whether a side of the stream looks for what the other one has set by then."""
    sides = ("source of s1", "main")
    return any(
        each.number < look.number and each.task in sides and each.task != look.task
        for look in run.trace.of(Did.SAW)
        if look.task in sides
        for each in run.trace.of(Did.SET, subject=look.subject)
    )


def _each_sees_its_own(run: Run) -> None:
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
        other = f"{each.subject} = {each.detail}, which the other side had set"
        match each.subject:
            case "context x":
                right = each.detail == own if own else not _set_by_other(run, each, by_consumer)
                expect(
                    right,
                    f"{side} of stream s1 saw {other}"
                    if not own
                    else f"{side} had set context x = {own}, and saw {each.detail}",
                )
            case "variable A":
                expect(
                    each.detail == (own or "None"),
                    f"{side} saw variable A = {each.detail} beside stream s1; by itself it had set"
                    f" {own or 'nothing'}",
                )
            case "state A":
                scope = "scope1" if side == generator else consumer_scope
                expect(
                    each.detail == f"of {scope}",
                    f"{side} saw state A = {each.detail} beside stream s1; it is in {scope}",
                )
            case "log":
                expected = creator if side == generator else None
                if side == "main" and opened and each.number > opened.number:
                    expected = consumer
                expect(
                    expected is None or each.detail == expected,
                    f"a log record of {side} beside stream s1 identified {each.detail}; expected"
                    f" {expected}",
                )
            case _:
                pass


def _set_by_other(run: Run, look: Event, by_consumer: set[str]) -> bool:
    detail = look.detail
    if look.task == "main":
        return any(each.detail == detail for each in run.trace.of(Did.SET, task="source of s1"))
    return detail in by_consumer


def _spawned_after_the_loop(run: Run) -> None:
    scope = run.scopes[-1]
    exited, control = run.exited(scope), run.ended("control")
    if not (exited and control and control.number < exited.number):
        return  # not even a task that was spawned before the loop ended inside
    ended = run.ended("t1")
    expect(
        run.began("t1") is None or (ended is not None and ended.number < exited.number),
        f"task t1 was spawned in {scope} after a loop over stream s1, but had not ended when that"
        " scope had been exited: iterating has changed the current scope",
    )
