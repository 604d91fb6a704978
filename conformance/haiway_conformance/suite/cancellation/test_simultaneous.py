"""`cancellation/simultaneous`: where a request to cancel meets failures, the request is not lost.

It leaves as CancelledError, or stays pending. Tried with scopes and helpers that fail before, while
or because they are cancelled.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    CancelCurrent,
    Catch,
    CleanUp,
    Element,
    Fail,
    Scope,
    Source,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did, Event
from haiway_conformance.suite.cancellation.checks import REDELIVERS_REQUESTS, request_to_runner
from haiway_conformance.suite.cancellation.programs import (
    AFTERWARDS,
    SOURCE_KINDS,
    cancelled_amid_failures,
    helper_call,
    scopes_with_failing_tasks,
)


@clause("cancellation/simultaneous")
@given(program=cancelled_amid_failures())
def test_a_request_that_meets_failures_is_not_lost(explore: Explorer, program: Program) -> None:
    """If this fails, check whether the request is still pending, or redelivered, after failures."""
    for run in explore(program):
        request, exited = request_to_runner(run), run.exited("scope0")
        met = request and exited and request.number < exited.number
        run.premise(met and run.trace.of(Did.FAILED))
        _expect_request_not_lost(run, _how_scope0_ended(exited))


def _expect_request_not_lost(run: Run, left: str) -> None:
    """Expect that a request that met failures cancels the runner, or stays pending.

    Args:
        run: A run of a program whose runner would go on, and reads `cancelling()` at its end.
        left: How the scope or helper was left, for the message.
    """
    ended = run.ended("runner")
    if request_to_runner(run) is None or ended is None:
        return
    pending = run.seen("cancelling()", task="runner")[-1:]
    expect(
        ended.did is Did.STOPPED or (not REDELIVERS_REQUESTS and pending not in ([], ["0"])),
        f"runner was cancelled; {left}, and the request was lost: runner {ended.did}"
        + "".join(f", and its `cancelling()` was {each}" for each in pending),
    )


def _how_scope0_ended(exited: Event | None) -> str:
    """Return how scope0 was left, for a message."""
    if exited is None:
        return "scope scope0 was never left"
    how = exited.detail if exited.detail == "normally" else f"by {exited.detail}"
    return f"scope scope0 was left {how}"


@programs
def request_meets_a_failing_exit(build: Builder) -> Block:
    """Draw a scope that a failure has ended, and cancel its runner while the exit waits."""
    slow = build.spawn((CleanUp((build.for_ever(),), (*build.pauses(1), build.suspension())),))
    failing = build.spawn((*build.pauses(1), Fail("error")))
    scope = Scope("scope0", (slow, failing, Wait(build.name("p"), "idle"), *build.pauses(1)))
    request = (Wait("request", "any", after="exit of scope0"), *build.pauses(1))
    return (Start("runner", (Catch((scope,)), *AFTERWARDS)), *request, Cancel("runner"))


@clause("cancellation/simultaneous")
@given(program=request_meets_a_failing_exit())
def test_a_request_that_meets_a_failing_exit_is_not_lost(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether the scope undoes a request that is not its own."""
    for run in explore(program):
        request, exited = request_to_runner(run), run.exited("scope0")
        run.premise(request and exited and request.number < exited.number)
        _expect_request_not_lost(run, _how_scope0_ended(exited))


@programs
def request_before_the_failing_scope(build: Builder) -> Block:
    """Draw a runner that cancels itself, and enters scopes whose tasks fail when cancelled.

    Or it does so in the innermost body: where entering a scope suspends, an earlier request is
    delivered there, and nothing fails.
    """
    before: Block = (CancelCurrent(),)
    body: Block = (*build.pauses(1), build.for_ever())
    if build.flag():
        before, body = (), (Wait(build.name("p"), "idle"), CancelCurrent(), *body)
    scopes = scopes_with_failing_tasks(build, body, by_themselves=False)
    return (Start("runner", (*before, Catch(scopes), *AFTERWARDS)),)


@clause("cancellation/simultaneous")
@given(program=request_before_the_failing_scope())
def test_a_request_that_reaches_into_a_failing_scope_is_not_lost(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a request made before the scope counts as delivered already."""
    for run in explore(program):
        exited = run.exited("scope0")
        run.premise(exited and run.trace.of(Did.FAILED))
        _expect_request_not_lost(run, _how_scope0_ended(exited))


@programs
def request_meets_failing_handlers(build: Builder) -> Block:
    """Draw a helper whose handlers fail when they are cancelled, and cancel the runner."""

    def element() -> Element:
        fail = Fail(build.name("error"), build.one_of("exception", "exception", "falsy"))
        if build.seldom():
            return Element(body=build.endless())
        return Element(body=(CleanUp((build.for_ever(),), (*build.pauses(1), fail)),))

    source = Source(
        build.one_of(*SOURCE_KINDS), tuple(element() for _ in range(build.number(1, 3)))
    )
    call = helper_call(build, source)
    request = (Wait("request", "any", after=f"call of {call.helper}"), Wait("then", "idle"))
    block: Block = (Catch((Scope("scope0", (Catch((call,)), *AFTERWARDS)),)), *AFTERWARDS)
    return (Start("runner", block), *request, *build.pauses(1), Cancel("runner"))


@clause("cancellation/simultaneous")
@given(program=request_meets_failing_handlers())
def test_a_request_and_failing_handlers_are_not_lost(explore: Explorer, program: Program) -> None:
    """If this fails, check what leaves a helper that is cancelled and whose handlers fail."""
    for run in explore(program):
        failed = {each.detail for each in run.trace.of(Did.FAILED) if "[" in each.task}
        if not run.premise(request_to_runner(run) and failed):
            continue
        (helper,) = (each.subject for each in run.trace.of(Did.HELPS))
        left = "".join(each.detail for each in run.trace.of(Did.HELPED))
        _expect_request_not_lost(run, f"helper {helper} {left}")
        # Only one exception can leave a helper as itself.
        expect(
            failed & (run.surfaced(helper) | run.surfaced("scope0")),
            f"{', '.join(sorted(failed))}, by which calls of helper {helper} failed, was lost when"
            f" runner was cancelled: helper {helper} {left}",
        )
