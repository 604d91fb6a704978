"""`scopes/nesting-restores`: after an inner scope, the outer one is the current scope again.

Tried by looking up state, logging and spawning before and after scopes that are left by return,
error, failed task and time-out.
"""

from dataclasses import dataclass

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.preambles import preamble
from haiway_conformance.programs.drawing.used_scopes import maybe_nested, used_scope
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    CleanUp,
    Deadline,
    Fail,
    GetState,
    Log,
    Operation,
    Provided,
    Scope,
    Sleep,
    Spawn,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.scopes.checks import expect_tasks_ended_inside


@dataclass(frozen=True, slots=True)
class _WayOut:
    """A way to leave a scope.

    Attributes:
        begin: The first operations of its body.
        end: The last operations of its body.
        seconds: The time-out around the scope that ends it; None for no time-out.
        fails: True if an exception is involved.
    """

    begin: Block = ()
    end: Block = ()
    seconds: float | None = None
    fails: bool = False

    def around(self, scope: Scope) -> Block:
        """Return the scope inside operations that keep its way out from leaving other scopes."""
        block: Block = (scope,)
        if self.seconds is not None:
            block = (Deadline(self.seconds, block),)
        return (Catch(block),)


def _way_out(build: Builder, scope: str, *, quiet: bool, seconds: float) -> _WayOut:
    """Draw a way out of a scope.

    Args:
        build: The builder.
        scope: The scope's name.
        quiet: True if nothing inside the scope fails. Only then may a time-out be drawn: one that
            coincides with a failure may legally be lost.
        seconds: The time-out, in virtual seconds.
    """
    match build.number(0, 5 if quiet else 3):
        case 0:
            return _WayOut()
        case 1:
            return _WayOut(end=(Fail(build.name("error")),), fails=True)
        case 2:
            failing = build.spawn((*build.pauses(1), Fail(build.name("error"))))
            return _WayOut((failing,), (Wait(build.name("p"), "idle"),), fails=True)
        case 3:
            return _WayOut((build.spawn(build.busy_until_exit(scope)),))
        case 4:
            return _WayOut(end=(Sleep(9),), seconds=seconds)
        case _:
            # The time-out expires while the exit waits; the clean-up ends before that of an outer
            # scope expires.
            task = build.spawn((CleanUp((build.for_ever(),), (Sleep(seconds + 1),)),))
            return _WayOut((task,), (Wait(build.name("p"), "idle"),), seconds)


def _until_exit(scope: str) -> Operation:
    return Wait(f"end of {scope}", "any", after=f"exit of {scope}")


def _probing(level: int, body: Block) -> Block:
    probe: Block = (GetState("A"), Log(f"probe{level}"))
    if not body:
        return probe
    until_exit = _until_exit(f"scope{level}")
    before, after = (Spawn(f"{each}{level}", (until_exit,)) for each in ("before", "after"))
    return (*probe, before, *body, *probe, after, Wait(f"rest{level}", "idle"))


@programs
def scopes_left_in_every_way(build: Builder) -> Block:
    """Draw nested scopes that are left by return, error, failed task or time-out.

    Each looks up state, logs and spawns a task, before and after the scope inside it.
    """
    body: Block = ()
    quiet = True
    for level in range(build.number(2, 3), 1, -1):
        name = f"scope{level}"
        way = _way_out(build, name, quiet=quiet, seconds=10 - 2 * level)
        quiet = quiet and not way.fails
        inner = (*way.begin, *_probing(level, body), *way.end)
        body = way.around(Scope(name, inner, state=(Provided("A", f"of {name}"),)))
    return (Scope("scope1", _probing(1, body), state=(Provided("A", "of scope1"),)),)


@clause("scopes/nesting-restores")
@given(program=scopes_left_in_every_way())
def test_the_outer_scope_is_current_again(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a way out (error, failed task, time-out) restores nothing."""
    for run in explore(program, any_ending=True):
        for level in (1, 2):
            inner = run.exited(f"scope{level + 1}")
            if run.premise(inner and run.trace.first(Did.SPAWNING, subject=f"after{level}")):
                _expect_same_state_and_log(run, f"scope{level}", f"scope{level + 1}")
                _expect_same_owner(run, f"scope{level}", f"before{level}", f"after{level}")


def _expect_same_state_and_log(run: Run, scope: str, inner: str) -> None:
    """Expect that a scope's body sees the same state and log scope before and after an inner scope.

    Args:
        run: The run.
        scope: The outer scope.
        inner: The scope inside it.
    """
    body, entered, exited = (
        run.trace.first(Did.ENTERED, subject=scope),
        run.trace.first(Did.ENTERING, subject=inner),
        run.exited(inner),
    )
    exiting = run.exiting(scope)
    if not (body and entered and exited and exiting):
        return
    for what in ("state A", "log"):
        seen = run.trace.of(Did.SAW, subject=what, task=body.task)
        before = [each.detail for each in seen if body.number < each.number < entered.number]
        after = [each.detail for each in seen if exited.number < each.number < exiting.number]
        expect(
            not (before and after) or before[-1] == after[0],
            f"in scope {scope}, {what} was {before[-1:]} before scope {inner} inside it, but"
            f" {after[:1]} after {inner} had been exited ({exited.detail})",
        )


def _expect_same_owner(run: Run, scope: str, before: str, after: str) -> None:
    """Expect that a task spawned after an inner scope belongs to the outer one.

    Args:
        run: The run.
        scope: The outer scope.
        before: A task that was spawned before the inner scope; it ends only when the outer exits.
        after: A task of the same kind that was spawned after the inner scope.
    """
    # A scope that does not even keep the earlier task has nothing to restore.
    if _runs_until_exit(run, scope, before):
        _expect_runs_until_exit(run, scope, after)
    failing = any(run.trace.of(Did.FAILED, subject=each) for each in run.tasks_of(scope))
    refused = run.trace.first(Did.REFUSED, subject=after)
    expect(
        refused is None or failing or run.trace.first(Did.REFUSED, subject=before),
        f"scope {scope} accepted task {before}, but after a scope inside it had been exited,"
        f" it refused task {after} with {refused.detail if refused else ''}",
    )
    exited, kept, ended = run.exited(scope), run.ended(before), run.ended(after)
    if exited and run.began(after) and kept and kept.number < exited.number:
        expect(
            ended is not None and ended.number < exited.number,
            f"scope {scope} was exited before its task {after} had ended; {after} was spawned after"
            f" a scope inside {scope} had been exited, while {before}, spawned before that, was"
            " awaited",
        )


def _expect_runs_until_exit(run: Run, scope: str, task: str) -> None:
    """Expect that a task runs until the exit of its scope, unless a task of the scope failed.

    Args:
        run: The run.
        scope: The scope.
        task: The task.
    """
    failing = any(run.trace.of(Did.FAILED, subject=each) for each in run.tasks_of(scope))
    expect(
        failing or _runs_until_exit(run, scope, task),
        f"task {task}, spawned in scope {scope} after another scope had been exited, had ended"
        f" while the body of {scope} was still running",
    )


def _runs_until_exit(run: Run, scope: str, task: str) -> bool:
    exiting, ended = run.exiting(scope), run.ended(task)
    return ended is None or (exiting is not None and ended.number > exiting.number)


@programs
def left_into_a_clean_up(build: Builder) -> Block:
    """Draw a scope that an exception leaves while a clean-up of the outer scope looks up state."""
    probe: Block = (GetState("A"), Log("probe1"))
    end = Fail("error1", build.one_of("base", "exception", "falsy"))
    inner = Scope("scope2", (*build.pauses(1), end), (Provided("A", "of scope2"),))
    body = (*probe, CleanUp((inner,), (*probe, *build.pauses(1))))
    return (Scope("scope1", body, (Provided("A", "of scope1"),)),)


@clause("scopes/nesting-restores")
@given(program=left_into_a_clean_up())
def test_the_outer_scope_is_current_in_a_clean_up(explore: Explorer, program: Program) -> None:
    """If this fails, check exceptions that are no `Exception`: they must restore as well."""
    for run in explore(program, any_ending=True):
        if run.premise(run.exited("scope2") and run.exiting("scope1")):
            _expect_same_state_and_log(run, "scope1", "scope2")


@programs
def consecutive_scopes(build: Builder) -> Block:
    """Draw a scope that is left in some way, then another one like it."""
    way = _way_out(build, "scope1", quiet=True, seconds=5)
    first = Scope(
        "scope1",
        (*way.begin, *build.pauses(1), *way.end),
        state=(Provided("A", "of scope1"), Provided("D", "of scope1")),
    )
    task = Spawn("after2", (_until_exit("scope2"),))
    second = Scope(
        "scope2",
        (GetState("A"), GetState("D"), Log("probe2"), task, Wait("rest2", "idle")),
        state=(Provided("A", "of scope2"),),
    )
    return (*way.around(first), second)


@clause("scopes/nesting-restores")
@given(program=consecutive_scopes())
def test_after_the_outermost_scope_everything_begins_anew(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a cancelled or failed scope stays current after its exit."""
    for run in explore(program, any_ending=True):
        if run.premise(run.trace.first(Did.SPAWNING, subject="after2")):
            seen = run.seen("state A")
            expect(
                seen in ([], ["of scope2"]),
                f"in scope2, entered after scope1 had been exited, the state of type A was {seen}",
            )
            expect(
                "of scope1" not in run.seen("state D"),
                "in scope2, entered after scope1 had been exited, the state of type D, which only"
                " scope1 provides, was still that of scope1",
            )
            _expect_runs_until_exit(run, "scope2", "after2")
            expect_tasks_ended_inside(run, "scope2")


@programs
def used_scopes_inside(build: Builder) -> Block:
    """Draw a scope with prior use inside another, which probes before it and after it."""
    outer, name = build.name("scope"), build.name("scope")
    probe: Block = (GetState("A"), Log("probe1"))
    end: Block = (Fail(build.name("error")),) if build.seldom() else ()
    inner = used_scope(build, name, (*build.pauses(1), *preamble(build), *end))
    until_exit = Wait(f"end of {outer}", "any", after=f"exit of {outer}")
    before, after = (Spawn(name, (until_exit,)) for name in ("before1", "after1"))
    body = (*probe, before, Catch((inner,)), *probe, after, Wait("rest1", "idle"))
    return maybe_nested(build, (Scope(outer, body, (Provided("A", f"of {outer}"),)),))


@pytest.mark.haiway_prior_use
@clause("scopes/nesting-restores")
@given(program=used_scopes_inside())
def test_the_outer_scope_is_current_again_after_prior_use(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check what an earlier event puts back of the inner scope, or takes away."""
    for run in explore(program, any_ending=True):
        if run.premise(run.exited("scope2") and run.trace.first(Did.SPAWNING, subject="after1")):
            _expect_same_state_and_log(run, "scope1", "scope2")
            _expect_same_owner(run, "scope1", "before1", "after1")
