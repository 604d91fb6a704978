"""Iterating leaves the consumer in its scope: `streams/consumer-scope`, `merge/consumer-scope`.

Tried during the loop, after it was left, after a wait for an item timed out, and with streams of
several scopes that are read in turns.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import generator
from haiway_conformance.programs.operations import (
    Block,
    Consume,
    Deadline,
    GetState,
    Merge,
    Next,
    Open,
    Provided,
    Scope,
    Spawn,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.contexts import contexts_on_both_sides
from haiway_conformance.suite.consumers.programs import PATIENCE, reading, slow_generator


@clause("streams/consumer-scope", "merge/consumer-scope")
@given(program=contexts_on_both_sides())
def test_a_loop_keeps_the_consumers_scope(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the scope of a generator is entered in its consumer."""
    program = reading(program, chapter)
    if not _is_looped_over(program, chapter):
        return  # a helper or a merge is the consumer: what it leaves behind is no fault of a stream
    for run in explore(program, any_ending=True):
        run.premise(run.trace.first(Did.ITEM))
        _expect_state_and_log_identity_unchanged(run)
        _expect_owns(run, run.scopes[-1], "control", "t1", "a loop over stream s1")


def _is_looped_over(program: Program, chapter: str) -> bool:
    """Tell if the program itself consumes a stream of the kind that the chapter is about."""
    consumed = {each.stream for each in program if isinstance(each, Consume)}
    kind = Merge if chapter == "merge" else Open
    return any(isinstance(each, kind) and each.stream in consumed for each in program)


def _expect_state_and_log_identity_unchanged(run: Run) -> None:
    opened, scope = run.trace.first(Did.OPENS), run.scopes[-1]
    asked = run.trace.first(Did.ASKS)
    before = [
        each
        for each in run.trace.of(Did.SAW, task="main")
        if opened and asked and opened.number < each.number < asked.number
    ]
    identity = next((each.detail for each in before if each.subject == "log"), None)
    for each in run.trace.of(Did.SAW, task="main"):
        if asked is None or each.number < asked.number:
            continue
        if each.subject == "state A":
            expect(
                each.detail == f"of {scope}",
                f"as it consumed stream s1, main saw state A = {each.detail}, but is in {scope}",
            )
        elif each.subject == "log" and identity is not None:
            expect(
                each.detail == identity,
                f"a log record of main identified {identity} as its scope before it consumed stream"
                f" s1, and {each.detail} then",
            )


def _expect_owns(run: Run, scope: str, before: str, after: str, what: str) -> None:
    """Check that a scope awaits a task spawned after something, as it does one spawned before."""
    exited, control, task = run.exited(scope), run.ended(before), run.ended(after)
    if exited is None or control is None or control.number > exited.number:
        return  # the scope did not even await the task that was spawned before
    expect(
        run.began(after) is None or (task is not None and task.number < exited.number),
        f"task {after}, spawned in {scope} after {what}, had not ended when {scope} was exited;"
        f" task {before}, spawned before that, had: the current scope was changed",
    )


@programs
def timed_out_in_an_inner_scope(build: Builder) -> Block:
    """Draw a consumer in an inner scope that times out as it waits for an outer stream's item."""
    look, timed_out = GetState("A"), Deadline(PATIENCE, (Next("s1"),))
    before, after = (Spawn(each, (build.until_exit("scope2"),)) for each in ("before", "after"))
    body = (look, before, timed_out, look, after, *build.pauses(1), look)
    inner = Scope("scope2", body, state=(Provided("A", "of scope2"),))
    outer = (Open("s1", slow_generator(build, 1)), inner, look)
    return (Scope("scope1", outer, state=(Provided("A", "of scope1"),)),)


@clause("streams/consumer-scope", "merge/consumer-scope")
@given(program=timed_out_in_an_inner_scope())
def test_a_wait_that_times_out_keeps_the_consumers_scope(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the stream's scope is current while an item is waited for."""
    for run in explore(reading(program, chapter), any_ending=True):
        left = run.exiting("scope2")
        seen = [
            each
            for each in run.trace.of(Did.SAW, subject="state A", task="main")
            if left and each.number < left.number
        ]
        # The item takes longer than the consumer waits for it.
        if run.premise(run.trace.first(Did.ASKS)):
            expect(
                all(each.detail == "of scope2" for each in seen),
                "in scope2, before and after a wait for an item of stream s1, made in scope1, timed"
                f" out, the state of type A was {', '.join(each.detail for each in seen)}",
            )
            what = "a wait for an item of stream s1 timed out"
            _expect_owns(run, "scope2", "before", "after", what)


@programs
def streams_of_several_scopes(build: Builder) -> Block:
    """Draw a consumer in an inner scope that reads an outer stream and one of its own in turns."""
    first, second = (generator(build, 1, 3) for _ in range(2))
    turns: Block = ()
    for _ in range(build.number(2, 5)):
        turns = (*turns, Next(build.one_of("s1", "s2")), GetState("A"), *build.pauses(1))
    before, after = (Spawn(each, (build.until_exit("scope2"),)) for each in ("before", "after"))
    body = (Open("s2", second), before, *turns, after, *build.pauses(1))
    inner = Scope("scope2", body, state=(Provided("A", "of scope2"),))
    return (Scope("scope1", (Open("s1", first), inner), state=(Provided("A", "of scope1"),)),)


@clause("streams/consumer-scope", "merge/consumer-scope")
@given(program=streams_of_several_scopes())
def test_streams_read_in_turns_keep_the_consumers_scope(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether what was current is put back in the order of the streams."""
    for run in explore(reading(program, chapter), any_ending=True):
        asked = {each.subject for each in run.trace.of(Did.ASKS)}
        if not run.premise(len(asked) > 1):
            continue
        for each in run.trace.of(Did.SAW, subject="state A", task="main"):
            expect(
                each.detail == "of scope2",
                "in scope2, while streams of scope1 and scope2 were read in turns, the state of"
                f" type A was {each.detail}",
            )
        _expect_owns(run, "scope2", "before", "after", "streams of two scopes were read in turns")
