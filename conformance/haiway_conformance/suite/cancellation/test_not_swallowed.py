"""`cancellation/not-swallowed`: a scope does not turn a cancellation into a normal return.

Tried with scopes that are cancelled at any moment: in entry, body and exit, with resources and open
streams, and with tasks that catch the cancellation.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import generator
from haiway_conformance.programs.operations import (
    Block,
    Consume,
    Open,
    Resource,
    Scope,
)
from haiway_conformance.suite.cancellation.checks import (
    expect_runner_ends_cancelled,
    expect_runner_ends_cancelled_though_caught,
    request_to_runner,
    scopes_open_at,
)
from haiway_conformance.suite.cancellation.programs import (
    cancelled_runner,
    catching_block,
    used_scopes_cancelled,
)


@programs
def cancelled_at_any_moment(build: Builder) -> Block:
    """Draw nested scopes whose bodies end by themselves, and cancel the runner in any exit."""
    block: Block = ()
    names: list[str] = []
    for _ in range(build.number(1, 3)):
        name = build.name("scope")
        names.append(name)
        tasks = build.some(0, 2, lambda name=name: build.spawn(build.busy_until_exit(name)))
        block = (Scope(name, (*tasks, *build.pauses(1), *block, *build.pauses(1))),)
    moments = ("entering", "entered", "exit of", "exit of")
    milestones = (f"{build.one_of(*moments)} {name}" for name in names)
    return cancelled_runner(build, (*block, *build.pauses(1)), *milestones)


@clause("cancellation/not-swallowed")
@given(program=cancelled_at_any_moment())
def test_a_scope_swallows_no_request_at_any_moment(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a CancelledError that arrives during exit is raised after it."""
    for run in explore(program, any_ending=True):
        request = request_to_runner(run)
        run.premise(request is not None and scopes_open_at(run, request))
        expect_runner_ends_cancelled(run, request)


@programs
def cancelled_with_resources(build: Builder) -> Block:
    """Draw a scope with resources that take a while to enter and exit, and cancel the runner."""

    def resource() -> Resource:
        return Resource(build.name("resource"), enter=build.pauses(), exit=build.pauses())

    resources = tuple(resource() for _ in range(build.number(1, 2)))
    tasks = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("scope1")))
    block: Block = (Scope("scope1", (*tasks, *build.pauses(1)), resources=resources),)
    moments = ("entering", "entered", "exit of")
    return cancelled_runner(build, block, *(f"{each} scope1" for each in moments))


@clause("cancellation/not-swallowed")
@given(program=cancelled_with_resources())
def test_a_scope_with_resources_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a request is lost while a resource is entered or exited."""
    for run in explore(program, any_ending=True):
        _expect_not_swallowed_by_scope1(run)


def _expect_not_swallowed_by_scope1(run: Run) -> None:
    request = request_to_runner(run)
    exited = run.exited("scope1")
    run.premise(request and exited and request.number < exited.number)
    expect_runner_ends_cancelled(run, request)


@programs
def cancelled_with_streams(build: Builder) -> Block:
    """Draw a scope that exits with open streams, which take a while to close; cancel the runner."""

    def stream() -> Block:
        name = build.name("s")
        ending = build.one_of("silent", "ends")
        source = generator(build, 1, 2, ending=ending, clean_up=build.pauses(2, least=1))
        return (Open(name, source), Consume(name, (), 1))

    streams = (*stream(), *(stream() if build.seldom() else ()))
    tasks = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("scope1")))
    block: Block = (Scope("scope1", (*tasks, *streams)),)
    return cancelled_runner(build, block, "exit of scope1")


@clause("cancellation/not-swallowed")
@given(program=cancelled_with_streams())
def test_a_scope_with_open_streams_swallows_no_request(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a request is lost while the exit closes a stream."""
    for run in explore(program, any_ending=True):
        _expect_not_swallowed_by_scope1(run)


@programs
def caught_in_tasks(build: Builder) -> Block:
    """Draw a scope whose tasks all catch the cancellation and return, and cancel the runner."""
    tasks = build.some(1, 3, lambda: build.spawn(catching_block(build)))
    moment = build.one_of("entered scope0", "exit of scope0")
    return cancelled_runner(build, (Scope("scope0", (*tasks, *build.pauses(2))),), moment)


@clause("cancellation/not-swallowed")
@given(program=caught_in_tasks())
def test_a_cancelled_scope_ends_cancelled_though_its_tasks_return(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a scope whose tasks all returned counts as not cancelled."""
    expect_runner_ends_cancelled_though_caught(explore, program)


@pytest.mark.haiway_prior_use
@clause("cancellation/not-swallowed")
@given(program=used_scopes_cancelled())
def test_no_request_is_swallowed_after_prior_use(explore: Explorer, program: Program) -> None:
    """If this fails, check which earlier event makes exit treat the request as its own."""
    for run in explore(program, any_ending=True):
        request = request_to_runner(run, by="main")  # it may have cancelled itself, and caught that
        run.premise(request is not None and scopes_open_at(run, request))
        expect_runner_ends_cancelled(run, request)
