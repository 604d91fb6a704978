"""Cancellation of single tasks: who hears of a request, and who does not.

A request is judged by its traces: whom CancelledError was raised in, what `cancelling()` says, what
an awaiter was given. Of those who were not asked, nobody may notice anything.
"""

import pytest
from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.strategies import cancellation as draw
from haiway_conformance.programs.strategies import checking as draw_checking
from haiway_conformance.simulation import Did, Event

# What a task does next that shows whether it was cancelled at a suspension, or went on.
CANCELLED = (Did.INTERRUPTED, Did.STOPPED, Did.CLEANS_UP)
WENT_ON = (Did.GOES_ON, Did.SAW, Did.GOT, Did.RETURNED)


def _stops_at_its_next_suspension(run: Run) -> None:
    for request in run.trace.of(Did.REQUESTS):
        task = request.task
        if request.subject != task:
            continue
        after = [each for each in run.trace[request.number + 1 :] if each.task == task]
        shown = next((each for each in after if each.did in (*CANCELLED, *WENT_ON)), None)
        if shown is None and run.hung and after:
            shown = after[-1]  # what it waits for never comes
        if run.premise(shown) and shown:
            expect(
                shown.did in CANCELLED,
                f"{task} called `ctx.cancel()` and was not cancelled when it suspended next: it"
                f" {shown.did} {shown.subject if shown.subject != task else ''}".rstrip(),
            )


@clause("cancellation/current")
@given(program=draw.cancelling_themselves())
def test_who_cancels_itself_is_cancelled_at_its_next_suspension(
    explore: Explorer, program: Program
) -> None:
    """If this fails: whom does `ctx.cancel()` cancel: the scope's task, or the one that calls?"""
    for run in explore(program, any_ending=True):
        _stops_at_its_next_suspension(run)
        run.must_end()
        run.must_not_raise_strangers()


@clause("cancellation/current")
@pytest.mark.needs("process", "execute")
@given(program=draw.cancelled_in_handlers())
def test_a_handler_that_cancels_itself_is_cancelled(explore: Explorer, program: Program) -> None:
    """If this fails: whom does `ctx.cancel()` cancel: the helper's caller, or the handler?"""
    # What becomes of the helper is judged elsewhere.
    for run in explore(program, any_ending=True, hygiene=False):
        _stops_at_its_next_suspension(run)


@clause("cancellation/current")
@given(program=draw.cancelled_without_suspension())
def test_who_cancels_itself_and_returns_ends_cancelled(explore: Explorer, program: Program) -> None:
    """If this fails: is a request dropped that nothing was left to be delivered at?"""
    for run in explore(program):
        for got in run.trace.of(Did.GOT):
            request = run.trace.first(Did.REQUESTS, subject=got.subject)
            run.premise(request)
            expect(
                got.detail.startswith("raised CancelledError"),
                f"task {got.subject} called `ctx.cancel()` and returned without suspending again;"
                f" {got.task}, which awaited it, was given: {got.detail}",
            )


@clause("cancellation/check")
@given(program=draw_checking.checking())
def test_check_raises_for_who_was_asked_and_for_nobody_else(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does it look at whether the task has ended cancelled, or at the scope?"""
    for run in explore(program):
        run.premise(_checks_are_right(run))


@clause("cancellation/check")
@pytest.mark.needs("cancel")
@given(program=draw_checking.checking_before_they_suspend())
def test_check_raises_before_any_suspension(explore: Explorer, program: Program) -> None:
    """If this fails: does it see a request only when asyncio has delivered it?"""
    for run in explore(program):
        run.premise(_checks_are_right(run))


@clause("cancellation/check")
@given(program=draw_checking.checking_within_a_clean_up())
def test_check_raises_in_a_scope_within_a_clean_up(explore: Explorer, program: Program) -> None:
    """If this fails: does it count only what was asked since the scope was entered?"""
    for run in explore(program):
        run.premise(_checks_are_right(run))


@clause("cancellation/check")
@given(program=draw_checking.checking_as_a_scope_is_left())
def test_check_is_quiet_when_only_the_scope_ends(explore: Explorer, program: Program) -> None:
    """If this fails: does it look at the scope, which is being exited, instead of the task?"""
    for run in explore(program):
        _checks_are_right(run)
        run.premise(run.trace.of(Did.SAW, task="other"))


def _checks_are_right(run: Run) -> bool:
    """Demand that each check says whether there is a request.

    Returns:
        Whether there was one, at some check.
    """
    requests: dict[str, int] = {}
    met = False
    for event in run.trace.of(Did.SAW):
        if event.subject == "cancelling()":
            requests[event.task] = int(event.detail)
        elif event.subject == "check":
            pending = requests[event.task]
            met = met or pending > 0
            expect(
                event.detail == ("raised CancelledError" if pending else "quiet"),
                f"in {event.task}, whose `cancelling()` was {pending}, `ctx.check_cancellation()`"
                f" {'was ' if event.detail == 'quiet' else ''}{event.detail}",
            )
    return met


@clause("cancellation/one-task")
@given(program=draw.cancelled_one_by_one())
def test_a_request_stops_the_task_that_was_asked(explore: Explorer, program: Program) -> None:
    """If this fails: does `cancel` of what `spawn` returned reach the task itself?"""
    for run in explore(program):
        # Requests made before the first wait for idleness have had their effect before the second.
        rest, idle = (run.trace.first(Did.GOES_ON, subject=each) for each in ("rest", "then"))
        for request in run.trace.of(Did.REQUESTS):
            wait = run.waiting_at(request.subject, request)
            if wait is None or not wait.subject.startswith("never"):
                continue
            interrupted = run.trace.first(Did.INTERRUPTED, subject=wait.subject)
            if run.premise(rest and rest.number > request.number) and idle:
                expect(
                    interrupted and interrupted.number < idle.number,
                    f"task {request.subject} was asked to stop while it waited for {wait.subject},"
                    " and had not been cancelled there when nothing else could run any more",
                )


@clause("cancellation/one-task")
@given(program=draw.cancelled_one_by_one())
def test_a_request_stops_nobody_else(explore: Explorer, program: Program) -> None:
    """If this fails: is a cancelled task taken for a failed one, or its scope cancelled with it?"""
    for run in explore(program):
        asked = {each.subject for each in run.trace.of(Did.REQUESTS)}
        run.premise(any(run.trace.of(Did.INTERRUPTED, task=each) for each in asked))
        for event in run.trace.of(Did.INTERRUPTED):
            scope = _scope_of(run, event.task)
            exiting = run.exiting(scope) if scope else None
            expect(
                event.task in asked or (exiting and exiting.number < event.number),
                f"{event.task} was cancelled at {event.subject}, though only"
                f" {', '.join(sorted(asked))} was asked to stop"
                + (f", and the body of scope {scope} was still running" if scope else ""),
            )
        for scope in ("scope0", "around"):
            exited = run.exited(scope)
            expect(
                exited is None or exited.detail == "normally",
                f"scope {scope} was left by {exited.detail if exited else ''}, though only single"
                f" tasks, {', '.join(sorted(asked))}, had been asked to stop",
            )


def _scope_of(run: Run, task: str) -> str | None:
    spawning = run.trace.first(Did.SPAWNING, subject=task)
    return spawning.detail if spawning else None


@clause("cancellation/awaiting-cancelled")
@given(program=draw.awaited_when_cancelled())
def test_awaiting_a_cancelled_task_raises_and_asks_nobody(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is the awaiter asked to stop itself, or given some value?"""
    for run in explore(program):
        for got in run.trace.of(Did.GOT):
            if _is_ending(run, got):
                continue
            run.premise(True)  # noqa: FBT003 - somebody awaited the cancelled task
            expect(
                got.detail.startswith("raised CancelledError"),
                f"{got.task} awaited task {got.subject}, which was cancelled, and was given:"
                f" {got.detail}",
            )
        for event in run.trace.of(Did.SAW, Did.INTERRUPTED):
            if event.task == "victim" or _is_ending(run, event):
                continue
            expect(
                event.subject == "task victim" or event.did is Did.SAW,
                f"{event.task}, which had awaited the cancelled task victim, was itself cancelled"
                f" at {event.subject}",
            )
            expect(
                event.did is Did.INTERRUPTED or event.detail == "0",
                f"after awaiting the cancelled task victim, `cancelling()` of {event.task} was"
                f" {event.detail}, though nobody had asked {event.task} to stop",
            )


def _is_ending(run: Run, event: Event) -> bool:
    """Whether the scope of who did something was being exited by then."""
    scope = _scope_of(run, event.task)
    exiting = run.exiting(scope) if scope else None
    return exiting is not None and exiting.number < event.number


@clause("cancellation/ended-unaffected")
@given(program=draw.cancelled_when_ended())
def test_a_request_to_an_ended_task_changes_nothing(explore: Explorer, program: Program) -> None:
    """If this fails: is a request kept, passed on to the scope, or put in place of the result?"""
    for run in explore(program):
        known = ""
        late = False
        for event in run.trace:
            if event.did is Did.REQUESTS:
                late = bool(known)
            elif event.did is Did.GOT:
                expect(
                    not late or event.detail == known,
                    f"task {event.subject} had ended when it was asked to stop; who awaited it"
                    f" before was given: {known}; and after: {event.detail}",
                )
                run.premise(late)
                # An awaiter in a failing scope may have been cancelled itself.
                known = "" if _is_first_of_failed(run, event) else event.detail
        _leaves_others_alone(run)


def _is_first_of_failed(run: Run, got: Event) -> bool:
    exited = run.exited("scope0")
    failed = run.trace.first(Did.FAILED, subject=got.subject)
    return failed is not None and (exited is None or got.number < exited.number)


def _leaves_others_alone(run: Run) -> None:
    if run.trace.first(Did.FAILED, subject="t0"):
        return  # then the scope fails, and cancels whom it likes
    for event in run.trace.of(Did.INTERRUPTED):
        if event.task != "t0" and event.subject != "task t0":
            expect(
                _is_ending(run, event),
                f"{event.task} was cancelled at {event.subject}; all that was asked to stop was t0,"
                " which had ended",
            )
    exited = run.exited("scope0")
    expect(
        exited is None or exited.detail == "normally",
        f"scope scope0 was left by {exited.detail if exited else ''}, though all that was asked to"
        " stop was t0, which had ended",
    )
    counts = run.seen("cancelling()", task="runner")
    expect(
        len(set(counts)) <= 1,
        f"`cancelling()` of runner was {counts[0] if counts else ''} and became {counts[-1:]}, when"
        " t0, which had ended, was asked to stop",
    )
