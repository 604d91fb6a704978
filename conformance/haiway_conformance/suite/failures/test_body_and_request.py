"""`failures/body-and-request`: what a body raises and a request do not replace each other.

Tried with bodies that raise in a task that is cancelled before the exit completes.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.judgement.raised import surfacing
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.execution import Failure, described, tells_cancellation
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    CleanUp,
    CountRequests,
    Fail,
    Scope,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.failures.checks import exception_text
from haiway_conformance.suite.failures.programs import busy_tasks


@programs
def bodies_that_fail_and_are_cancelled(build: Builder) -> Block:
    """Draw a scope whose body raises, in a task that is cancelled before the exit completes."""
    fail = a_failure(build)
    cause = Fail(fail.error, fail.kind, build.one_of("", "cause"))
    body: Block = (*build.pauses(), cause)
    if build.flag():
        body = (CleanUp((*build.pauses(1), Wait("rest", "idle")), (cause,)),)
    slow = (CleanUp((build.until_exit("scope1"),), build.pauses(2, least=1)),)
    tasks = build.some(0, 2, lambda: build.spawn(slow))
    scope: Block = (Scope("scope1", (*tasks, *body)),)
    if build.seldom():
        scope = (Scope("around", (*busy_tasks(build, "around"), *scope)),)
    runner = Start("runner", (CleanUp(scope, (CountRequests(),)), Wait("afterwards", "idle")))
    after = build.one_of("entered scope1", "exit of scope1")
    return (runner, Wait("request", "any", after=after), *build.pauses(1), Cancel("runner"))


@clause("failures/body-and-request")
@given(program=bodies_that_fail_and_are_cancelled())
def test_what_a_body_raises_and_a_request_are_both_kept(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether the body's exception and a cancellation replace each other."""
    for run in explore(program, any_ending=True):
        run.must_end()
        requested = run.trace.first(Did.REQUESTS, subject="runner")
        for scope in run.scopes:
            body, exited = run.bodies.get(scope), run.exited(scope)
            if body is None or not isinstance(body.error, Failure) or exited is None:
                continue
            if requested and run.premise(requested.number < exited.number):
                _expect_both_kept(run, scope, body.error, exited.number)


def _expect_both_kept(run: Run, scope: str, error: Failure, exited: int) -> None:
    left = run.raised.get(scope)
    situation = (
        f"the body of scope {scope} raised {error.name}, and its task was cancelled before the exit"
        f" completed; what left the scope was {exception_text(left)}"
    )
    if error.name in run.surfaced(scope):  # in a group too: see `failures/body-alone`
        chain = any(tells_cancellation(described(each)) for each in surfacing(left, context=True))
        pending = [each for each in run.seen("cancelling()", task="runner") if each != "0"]
        interrupted = [
            each
            for each in run.trace.of(Did.INTERRUPTED, Did.STOPPED, task="runner")
            if each.number > exited
        ]
        expect(
            chain or pending or interrupted,
            f"{situation}, but the cancellation is neither in its chain nor still pending",
        )
    else:
        expect(
            tells_cancellation(exception_text(left)), f"{situation}, which is neither of the two"
        )
        expect(
            error.name in run.surfaced(scope, context=True),
            f"{situation}, but {error.name} is not in its chain",
        )
