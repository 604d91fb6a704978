"""`scopes/late-spawn`: a task that is spawned while its scope exits never outlives the scope.

Tried with spawns in the clean-ups of tasks, in the exits of resources and in closing generators.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import generator
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    CleanUp,
    Consume,
    Fail,
    Open,
    Operation,
    Resource,
    Scope,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.scopes.checks import (
    expect_no_task_outlives_scope1,
    expect_tasks_ended_inside,
)
from haiway_conformance.suite.scopes.programs import some_resources


@programs
def late_spawns(build: Builder) -> Block:
    """Draw tasks that spawn another one as they clean up while their scope exits."""
    nested, endless = build.flag(), build.flag()
    scope = "scope2" if nested else "scope1"

    def late(depth: int) -> Operation:
        body = build.endless() if endless else build.pauses(2)
        if depth and build.flag():
            body = (CleanUp(body, (Catch((late(depth - 1),)),)),)
        return build.spawn(body)

    def task() -> Operation:
        clean_up = (*build.pauses(1), Catch((late(1),)), *build.pauses())
        return build.spawn((CleanUp((build.until_exit(scope),), clean_up),))

    failing: Block = (Fail("error"),) if build.flag() else ()
    inner = Scope(scope, (*build.some(1, 2, task), Wait("rest", "idle"), *failing))
    body: Block = (Catch((inner,)), *build.pauses())
    return (Scope("scope1", body),) if nested else body


@clause("scopes/late-spawn")
@given(program=late_spawns())
def test_a_task_spawned_during_exit_never_outlives_the_scope(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether tasks spawned during the exit are refused or awaited."""
    for run in explore(program):
        for scope in run.scopes:
            exiting = run.exiting(scope)
            late = [
                each
                for each in run.trace.of(Did.SPAWNING)
                if each.detail == scope and exiting and each.number > exiting.number
            ]
            if run.premise(late):
                expect_tasks_ended_inside(run, scope)


@programs
def endless_late_spawns(build: Builder) -> Block:
    """Draw tasks that spawn endless ones as they clean up while their scope exits or fails."""

    def task() -> Operation:
        late = build.spawn(build.endless())
        clean_up = (*build.pauses(1), Catch((late,)), *build.pauses(1))
        return build.spawn((CleanUp((build.until_exit("scope1"),), clean_up),))

    failing: Block = ()
    if build.flag():
        failing = (build.spawn((*build.pauses(1), Fail("error"))),)
    inner = Scope("scope1", (*build.some(1, 2, task), *failing, Wait("rest", "idle")))
    return (Catch((inner,)), *build.pauses(1))


@clause("scopes/late-spawn")
@given(program=endless_late_spawns())
def test_a_task_spawned_during_exit_is_refused_or_cancelled(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether exit, or a failing scope, only awaits late tasks."""
    for run in explore(program, any_ending=True, about_exit=True):
        interrupted = {each.task for each in run.trace.of(Did.INTERRUPTED)}
        late = {each.task for each in run.trace.of(Did.SPAWNING)} - {"main"}
        # That exit cancels the spawning tasks is `scopes/exit-cancels-tasks`.
        if run.premise(late) and late <= interrupted:
            run.must_end()
            expect_tasks_ended_inside(run, "scope1")


@programs
def resources_that_spawn(build: Builder) -> Block:
    """Draw a scope with a resource that spawns a task in its exit, when all tasks have ended."""
    late = build.spawn(build.one_of(build.endless(), build.pauses(2)))
    fails: Block = (Fail("error of exit"),) if build.seldom() else ()
    exit_ = (*build.pauses(1), Catch((late,)), *build.pauses(1), *fails)
    resource = Resource(build.name("resource"), (), exit_)
    inner = Scope("scope2", build.pauses(1), resources=(resource, *some_resources(build, 0, 1)))
    return (Scope("scope1", (Catch((inner,)), *build.pauses(1))),)


@clause("scopes/late-spawn")
@given(program=resources_that_spawn())
def test_a_task_spawned_by_the_exit_of_a_resource_never_outlives_all_scopes(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether `spawn` takes tasks again after the last task has ended."""
    for run in explore(program):
        run.premise(any(each.task != "main" for each in run.trace.of(Did.SPAWNING)))
        expect_no_task_outlives_scope1(run)


@programs
def streams_that_spawn(build: Builder) -> Block:
    """Draw a stream whose generator spawns a task when it is closed because its scope exits."""
    late = build.spawn(build.one_of(build.endless(), build.pauses(2)))
    clean_up = (*build.pauses(1), Catch((late,)), *build.pauses(1))
    source = generator(build, 1, 3, ending=build.one_of("silent", "ends"), clean_up=clean_up)
    read: Block = (Consume("s1", build.pauses(1), 1),)
    inner = Scope("scope2", (Open("s1", source), *read, *build.pauses(1)))
    return (Scope("scope1", (Catch((inner,)), *build.pauses(1))),)


@clause("scopes/late-spawn")
@given(program=streams_that_spawn())
def test_a_task_spawned_by_a_stream_that_is_closed_never_outlives_all_scopes(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether streams are closed only after tasks have been awaited."""
    for run in explore(program):
        spawning, exited = run.trace.first(Did.SPAWNING), run.exited("scope1")
        # That a generator is closed in time is `streams/early-stop`.
        if run.premise(spawning and exited and spawning.number < exited.number):
            expect_no_task_outlives_scope1(run)
