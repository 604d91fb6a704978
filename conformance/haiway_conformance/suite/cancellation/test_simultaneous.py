"""Properties of `cancellation/simultaneous` where a request meets failures."""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    CancelCurrent,
    Catch,
    CheckCancellation,
    CleanUp,
    CountRequests,
    Element,
    Fail,
    GetContext,
    Scope,
    Source,
    Start,
    Wait,
)
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.cancellation.checks import DELIVERED_AGAIN, request_to_runner
from haiway_conformance.suite.cancellation.programs import (
    KINDS,
    failing_scopes,
    helper_call,
    request_meets_failures,
    source_kind,
)


@programs
def request_meets_failing_handlers(build: Builder) -> Block:
    """A helper whose handlers fail when they are cancelled; the runner is cancelled."""

    def element() -> Element:
        fail = Fail(build.name("error"), build.one_of("exception", "exception", "falsy"))
        if build.seldom():
            return Element(body=build.endless())
        return Element(body=(CleanUp((build.for_ever(),), (*build.pauses(1), fail)),))

    source = Source(source_kind(build, *KINDS), tuple(element() for _ in range(build.number(1, 3))))
    call = helper_call(build, source)
    look: Block = (CountRequests(), CheckCancellation())
    after = (*look, Wait("rest", "idle"), Wait("end", "idle"), *look, GetContext("x"))
    request = (Wait("request", "any", after=f"call of {call.helper}"), Wait("then", "idle"))
    block: Block = (Catch((Scope("scope0", (Catch((call,)), *after)),)), *after)
    return (Start("runner", block), *request, *build.pauses(1), Cancel("runner"))


@clause("cancellation/simultaneous")
@pytest.mark.needs("process", "execute", "check-cancellation")
@given(program=request_meets_failing_handlers())
def test_a_request_and_failing_handlers_are_not_lost(explore: Explorer, program: Program) -> None:
    """If this fails: what leaves a helper that is cancelled, and whose handlers fail?"""
    for run in explore(program):
        failed = {each.detail for each in run.trace.of(Did.FAILED) if "[" in each.task}
        if not run.premise(request_to_runner(run) and failed):
            continue
        (helper,) = (each.subject for each in run.trace.of(Did.HELPS))
        left = "".join(each.detail for each in run.trace.of(Did.HELPED))
        not_lost(run, f"helper {helper} {left}")
        # Only one exception can leave a helper as itself.
        expect(
            failed & (run.surfaced(helper) | run.surfaced("scope0")),
            f"{', '.join(sorted(failed))}, by which calls of helper {helper} failed, was lost when"
            f" runner was asked to stop: helper {helper} {left}",
        )


def not_lost(run: Run, left: str) -> None:
    """Demand that a request which met failures stops the runner or stays pending.

    Args:
        run: A run of a program whose runner would go on, and looks at `cancelling()` at last.
        left: How the scope or helper was left, for the sentence.
    """
    ended = run.ended("runner")
    if request_to_runner(run) is None or ended is None:
        return
    pending = run.seen("cancelling()", task="runner")[-1:]
    expect(
        ended.did is Did.STOPPED or (not DELIVERED_AGAIN and pending not in ([], ["0"])),
        f"runner was asked to stop; {left}, and the request was lost: runner {ended.did}"
        + "".join(f", and its `cancelling()` was {each}" for each in pending),
    )


@clause("cancellation/simultaneous")
@given(program=request_meets_failures())
def test_a_request_that_meets_failures_is_not_lost(explore: Explorer, program: Program) -> None:
    """If this fails: is `cancelling()` above 0 when failures leave, and is it delivered again?"""
    for run in explore(program):
        request, exited = request_to_runner(run), run.exited("scope0")
        met = request and exited and request.number < exited.number
        run.premise(met and run.trace.of(Did.FAILED))
        not_lost(run, _left(exited))


def _left(exited: Event | None) -> str:
    """How scope0 was left, in a sentence."""
    if exited is None:
        return "scope scope0 was never left"
    how = exited.detail if exited.detail == "normally" else f"by {exited.detail}"
    return f"scope scope0 was left {how}"


@programs
def request_meets_a_failing_exit(build: Builder) -> Block:
    """A scope whose body a failure has stopped; its runner is cancelled while it is exited."""
    slow = build.spawn((CleanUp((build.for_ever(),), (*build.pauses(1), build.suspension())),))
    failing = build.spawn((*build.pauses(1), Fail("error")))
    scope = Scope("scope0", (slow, failing, Wait(build.name("p"), "idle"), *build.pauses(1)))
    look: Block = (CountRequests(), CheckCancellation())
    after = (*look, Wait("rest", "idle"), Wait("end", "idle"), *look, GetContext("x"))
    request = (Wait("request", "any", after="exit of scope0"), *build.pauses(1))
    return (Start("runner", (Catch((scope,)), *after)), *request, Cancel("runner"))


@clause("cancellation/simultaneous")
@given(program=request_meets_a_failing_exit())
def test_a_request_that_meets_a_failing_exit_is_not_lost(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is a request taken back that was not the scope's own?"""
    for run in explore(program):
        request, exited = request_to_runner(run), run.exited("scope0")
        run.premise(request and exited and request.number < exited.number)
        not_lost(run, _left(exited))


@programs
def request_before_the_failing_scope(build: Builder) -> Block:
    """A runner that asks itself to stop, and enters scopes whose tasks fail when cancelled.

    Or it asks in the innermost body: where entering a scope takes a while, the request made before
    is delivered there, and nothing fails.
    """
    before: Block = (CancelCurrent(),)
    body: Block = (*build.pauses(1), build.for_ever())
    if build.flag():
        before, body = (), (Wait(build.name("p"), "idle"), CancelCurrent(), *body)
    scopes = failing_scopes(build, body, by_themselves=False)
    look: Block = (CountRequests(), CheckCancellation())
    after = (*look, Wait("rest", "idle"), Wait("end", "idle"), *look, GetContext("x"))
    return (Start("runner", (*before, Catch(scopes), *after)),)


@clause("cancellation/simultaneous")
@pytest.mark.needs("cancel")
@given(program=request_before_the_failing_scope())
def test_a_request_that_reaches_into_a_failing_scope_is_not_lost(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is a request taken for an old one that was only made before the scope?"""
    for run in explore(program):
        exited = run.exited("scope0")
        run.premise(exited and run.trace.of(Did.FAILED))
        not_lost(run, _left(exited))
