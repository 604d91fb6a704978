"""`scopes/resource-suppresses`, `scopes/resource-exit-cancelled`: what is recorded of resources."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    Fail,
    Reach,
    Resource,
    Scope,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did


@programs
def resources_that_suppress(build: Builder) -> Block:
    """Draw a scope whose body raises, with a resource that asks to suppress the exception."""
    resource = Resource("resource1", suppresses=True)
    scope = Scope("scope1", (*build.pauses(1), Fail("error of body")), resources=(resource,))
    return (Catch((scope,)),)


@clause("scopes/resource-suppresses")
@given(program=resources_that_suppress())
def test_whether_a_resource_may_suppress(explore: Explorer, program: Program) -> None:
    """Record whether a resource whose exit returns True suppresses the body's exception."""
    for run in explore(program, any_ending=True):
        if exited := run.exited("scope1"):
            suppressed = exited.detail == "normally"
            explore.observe("it suppresses" if suppressed else "the exception leaves the scope")


@programs
def resources_cancelled_while_exiting(build: Builder) -> Block:
    """Draw a scope that is cancelled while one of its resources takes a while to exit."""
    resource = Resource("resource1", exit=(Wait("slow", "idle", after="request made"),))
    runner = Start("runner", (Scope("scope1", build.pauses(1), resources=(resource,)),))
    request: Block = (Wait("request", after="exit of resource1"), Cancel("runner"))
    return (runner, *request, Reach("request made"))


@clause("scopes/resource-exit-cancelled")
@given(program=resources_cancelled_while_exiting())
def test_whether_the_exit_of_a_resource_can_be_cancelled(
    explore: Explorer, program: Program
) -> None:
    """Record whether a cancellation is raised inside the exit of a resource."""
    for run in explore(program, any_ending=True):
        requested = run.trace.first(Did.REQUESTS, subject="runner")
        exiting = run.trace.first(Did.RESOURCE_EXITING)
        if requested and exiting and exiting.number < requested.number:
            interrupted = run.trace.first(Did.INTERRUPTED, task="resource1")
            explore.observe("it is cancelled" if interrupted else "it comes to its end")
