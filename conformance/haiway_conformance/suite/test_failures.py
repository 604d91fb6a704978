"""Failures: an exception that ends a task reaches somebody.

Which tasks fail is read off the trace, since an implementation that stops everything at the first
failure keeps some from failing at all. What fails, must be found in what left the scope.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.judgement.run import leaves
from haiway_conformance.programs import Program
from haiway_conformance.programs.interpreter import Failure, described
from haiway_conformance.programs.strategies import failures as draw
from haiway_conformance.programs.strategies import handled_failures as draw_handled
from haiway_conformance.programs.strategies import interpreter_exits as draw_exits
from haiway_conformance.simulation import Did, Event
from haiway_conformance.suite.failed_tasks import all_surface, named, unhandled


@clause("failures/surfaces")
@given(program=draw.failing_tasks())
def test_failures_of_tasks_that_nobody_awaits_surface(explore: Explorer, program: Program) -> None:
    """If this fails: is an exception looked at only where somebody awaits the task?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        for scope in run.scopes:
            run.premise(all_surface(run, scope, unhandled(run, scope)))


@clause("failures/surfaces")
@given(program=draw.close_finishes())
def test_failures_surface_that_come_when_the_body_ends(explore: Explorer, program: Program) -> None:
    """If this fails: does exit take a task that is done already for one without a failure?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        run.premise(all_surface(run, "scope1", unhandled(run, "scope1")))


@clause("failures/surfaces")
@given(program=draw.failing_under_a_swallowed_cancellation())
def test_failures_surface_though_the_body_swallows_its_cancellation(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does exit raise failures only when the body brings it a CancelledError?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        run.premise(all_surface(run, "scope1", unhandled(run, "scope1")))


@clause("failures/surfaces")
@given(program=draw.failing_when_asked_to_stop())
def test_failures_surface_that_meet_a_request(explore: Explorer, program: Program) -> None:
    """If this fails: does the CancelledError of whoever left the scope replace the failures?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        run.premise(all_surface(run, "scope1", unhandled(run, "scope1")))


@clause("failures/fails-fast")
@given(program=draw.failing_while_all_wait())
def test_a_failure_cancels_siblings_and_body_at_once(explore: Explorer, program: Program) -> None:
    """If this fails: are failures looked at only when the body has ended?"""
    for run in explore(program, any_ending=True):
        for scope in run.scopes:
            _siblings_and_body_are_cancelled(run, scope)


def _siblings_and_body_are_cancelled(run: Run, scope: str) -> None:
    tasks = run.tasks_of(scope)
    failures = (each for each in run.trace.of(Did.FAILED) if each.subject in tasks)
    failed = next((each for each in failures if named(each.detail)), None)
    if failed is None:
        return
    for task in ("main", *tasks):
        wait = _wait_since(run, scope, task, failed)
        # Otherwise the world may have let time pass of its own accord.
        late = ("rest", "sleep 86400") if run.time_stands_still else ("rest",)
        if wait is None or not wait.subject.startswith(late):
            continue
        run.premise(True)  # noqa: FBT003 - what it waits for comes much later
        who = f"the body, in {task}," if task == "main" else f"its sibling {task}"
        story = f"task {failed.task} failed while {who} waited for {wait.subject}"
        ends = run.trace.of(Did.INTERRUPTED, subject=wait.subject, task=task)
        interrupted = next((each for each in ends if each.number > wait.number), None)
        expect(interrupted, f"{story}, and that wait was not cancelled")
        waited = interrupted.time - failed.time if interrupted else 0.0
        expect(
            not waited or not run.time_stands_still,
            f"{story}, and that was cancelled only {waited:g} virtual seconds later",
        )


def _wait_since(run: Run, scope: str, task: str, failed: Event) -> Event | None:
    """The wait in which a task is suspended when another of its scope has failed.

    One that was running then, for what it spawned has failed at once, suspends after that.
    """
    wait, began, exited = run.waiting_at(task, failed), run.began(task), run.exited(scope)
    if wait is None and began is not None and began.number < failed.number:
        later = run.trace[failed.number : exited and exited.number]
        return next((each for each in later if each.task == task and each.did is Did.WAITS), None)
    return wait


@clause("failures/all-surface")
@given(program=draw.failing_together())
def test_of_several_failures_none_is_lost(explore: Explorer, program: Program) -> None:
    """If this fails: is only the first failure kept, or one of several that are alike?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        for scope in run.scopes:
            failures = unhandled(run, scope)
            run.premise(len(failures) > 1)
            all_surface(run, scope, failures)


@clause("failures/in-clean-up")
@given(program=draw.failing_clean_ups())
def test_failures_of_clean_ups_surface(explore: Explorer, program: Program) -> None:
    """If this fails: does every end after a request to cancel count as a good end?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        for scope in run.scopes:
            failures = {
                name: task
                for name, task in unhandled(run, scope).items()
                if run.trace.first(Did.INTERRUPTED, task=task)
            }
            run.premise(all_surface(run, scope, failures))


@clause("failures/cancelled-is-not-failed")
@given(program=draw.tasks_that_end_cancelled())
def test_a_cancelled_task_does_not_make_its_scope_raise(
    explore: Explorer, program: Program
) -> None:
    """If this fails: is the CancelledError of a task taken for a failure, or for a request?"""
    for run in explore(program, any_ending=True):
        for scope in run.scopes:
            exiting, exited = run.exiting(scope), run.exited(scope)
            if exiting is None or exited is None:
                continue
            stopped = [
                task for task in run.tasks_of(scope) if run.trace.first(Did.STOPPED, subject=task)
            ]
            # Scopes of tasks may be left by the cancellation of these tasks.
            if run.premise(stopped and exited.task == "main"):
                expect(
                    exited.detail == "normally",
                    f"of scope {scope}, whose body {_how_it_ended(exiting)}, tasks"
                    f" {', '.join(stopped)} ended cancelled and none failed; but the scope raised:"
                    f" {exited.detail}",
                )


def _how_it_ended(exiting: Event) -> str:
    if exiting.detail == "normally":
        return "had ended normally"
    return f"nobody had asked to stop (it was ended by {exiting.detail})"


@clause("failures/through-nesting")
@given(program=draw_handled.caught_failures())
def test_what_fails_in_an_inner_scope_can_be_caught_around_it(
    explore: Explorer, program: Program
) -> None:
    """If this fails: does a failure go to the outermost scope, past the ones between?"""
    for run in explore(program, any_ending=True):
        outer, *inner = run.scopes
        exited, failures = run.exited(outer), _failures(run, inner)
        # A failure that is nowhere to be seen is another clause's business.
        seen = {
            name for scope in run.scopes for each in run.surfaced(scope) for name in named(each)
        }
        if exited is None or not run.premise(failures & seen):
            continue
        story = f"{', '.join(sorted(failures))} failed in scope {inner[-1]}"
        expect(
            run.trace.first(Did.CAUGHT),
            f"{story}, but nothing was raised at that scope's `async with`, around which"
            " everything is caught",
        )
        expect(
            run.trace.first(Did.GOES_ON, subject="afterwards"),
            f"{story} and was caught around it, but the code after that did not go on: scope"
            f" {outer} was exited {exited.detail}",
        )
        expect(
            exited.detail == "normally",
            f"{story} and was caught around it, but scope {outer} around that raised:"
            f" {exited.detail}",
        )
        runner, exiting = run.trace.first(Did.CAUGHT), run.exiting(outer)
        for task in run.tasks_of(outer):
            interrupted = run.trace.first(Did.INTERRUPTED, task=task)
            expect(
                (runner and task == runner.task)
                or interrupted is None
                or (exiting and interrupted.number > exiting.number),
                f"{story} and was caught around it, but task {task} of scope {outer} was cancelled"
                f" before the body of {outer} had ended",
            )


def _failures(run: Run, scopes: list[str]) -> set[str]:
    """What failed in scopes, tasks and bodies, by name."""
    tasks = [task for scope in scopes for task in run.tasks_of(scope)]
    told = [each.detail for each in run.trace.of(Did.FAILED) if each.subject in tasks]
    told += [described(body.error) for scope in scopes if (body := run.bodies.get(scope))]
    return {name for each in told for name in named(each)}


@clause("failures/awaiter")
@given(program=draw_handled.awaited_failures())
def test_who_awaits_a_failed_task_gets_its_exception(explore: Explorer, program: Program) -> None:
    """If this fails: is a failed task's result None, or is its exception wrapped or copied?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        for failed in run.trace.of(Did.FAILED):
            for got in run.trace.of(Did.GOT, subject=failed.subject):
                if not run.premise(failed.subject in run.tasks_of("scope1")):
                    continue
                exited = run.exited("scope1")
                # The scope cancels what is in it; nobody cancels who is outside.
                outside = got.task.startswith("other") or (exited and got.number > exited.number)
                allowed = got.detail == f"raised {failed.detail}" or (
                    not outside and got.detail == "raised CancelledError"
                )
                expect(
                    allowed,
                    f"task {failed.subject} failed with {failed.detail}, but {got.task}, which"
                    f" awaited it, {'got' if 'raised' in got.detail else 'got the value'}:"
                    f" {got.detail}",
                )


@clause("failures/awaiter-caught")
@given(program=draw_handled.caught_when_awaited())
def test_whether_a_failure_caught_by_an_awaiter_still_fails_the_scope(
    explore: Explorer, program: Program
) -> None:
    """Records whether an exception that an awaiter caught fails the scope all the same."""
    for run in explore(program, any_ending=True):
        exited = run.exited("scope1")
        if exited and run.trace.first(Did.CAUGHT, subject="error"):
            fails = "error" in run.surfaced("scope1")
            explore.observe("it fails the scope" if fails else "it counts as dealt with")


@clause("failures/group-shape")
@given(program=draw.failing_tasks())
def test_failures_of_tasks_arrive_in_a_group(explore: Explorer, program: Program) -> None:
    """If this fails: does a single failure leave the scope without a group around it?"""
    for run in explore(program, any_ending=True):
        for scope in run.scopes:
            failures, raised = unhandled(run, scope), run.raised.get(scope)
            # A failure that is nowhere to be seen is another clause's business.
            surfaced = {name for each in run.surfaced(scope) for name in named(each)}
            if raised is None or not run.premise(failures and surfaced >= set(failures)):
                continue
            left, members = described(raised), list(leaves(raised))
            names = {name for each in members for name in named(described(each))}
            is_group = isinstance(raised, BaseExceptionGroup) and not isinstance(raised, Failure)
            expect(
                is_group and names >= set(failures),
                f"tasks of scope {scope} failed with {', '.join(failures)}; expected a group of"
                f" that, but what left the scope was {left}",
            )
            proper = all(isinstance(each, Exception) for each in members)
            expect(
                isinstance(raised, Exception) == proper,
                f"what left scope {scope} was {left}: an ExceptionGroup is for exceptions that are"
                " Exceptions, a BaseExceptionGroup for others",
            )


@clause("failures/interpreter-exit")
@given(program=draw_exits.interpreter_exits())
def test_an_interpreter_exit_ends_the_program(explore: Explorer, program: Program) -> None:
    """If this fails: is KeyboardInterrupt put into a group, or are others waited for first?"""
    for run in explore(program, hygiene=False):
        failed = next((each for each in run.trace.of(Did.FAILED) if each.detail == "exit"), None)
        if failed is None:
            continue
        run.premise(True)  # noqa: FBT003 - the exit was raised
        left = "nothing" if run.error is None else described(run.error)
        expect(
            isinstance(run.error, Failure) and left == "exit",
            f"task {failed.task} raised an exit of the interpreter, named exit, but what left the"
            f" program was {left}",
        )
        for task in (each for scope in run.scopes for each in run.tasks_of(scope)):
            exited, ended = run.exited("scope1"), run.ended(task)
            expect(
                exited is not None and ended is not None and ended.number < exited.number,
                f"the exit of the interpreter that task {failed.task} raised ended the program, but"
                f" task {task} had not ended when scope scope1, the outermost, was exited",
            )
