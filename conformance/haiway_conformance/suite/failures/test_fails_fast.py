"""`failures/fails-fast`: when a task fails, its siblings and the body are cancelled at once.

Tried with waits that end only after the loop has been idle: they must be cancelled before.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.failures import KINDS, a_failure
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Operation,
    Reach,
    Scope,
    Sleep,
    Wait,
)
from haiway_conformance.simulated_loop import MOMENT, Did, Event
from haiway_conformance.suite.failures.checks import failure_names


def _waiting_while_one_fails(build: Builder, name: str) -> Scope:
    """Draw a scope in which a task fails while the others, and the body, wait."""
    failing_now = f"failing in {name}"

    def rest() -> Operation:
        if build.seldom():
            return Sleep(86_400)
        return Wait(build.name("rest"), "idle", after=failing_now)

    def around(body: Block) -> Block:
        if build.seldom():
            return (Scope(build.name("inner"), body),)
        return build.with_clean_up(body)

    def sibling() -> Operation:
        child: Block = (build.spawn((rest(),)),) if build.seldom() else ()
        return build.spawn((*child, *around((rest(),))))

    before, after = build.some(0, 2, sibling), build.some(0, 2, sibling)
    fail: Block = (*build.pauses(), Reach(failing_now), a_failure(build, *KINDS, "base", "base"))
    failing = build.spawn((build.spawn(fail), rest()) if build.flag() else fail)
    return Scope(name, (*before, failing, *after, *around((rest(),))))


@programs
def failing_while_all_wait(build: Builder) -> Block:
    """Draw a task that fails while siblings, their children and the body wait.

    What they wait for comes only when the loop has been idle after the failure. Another scope may
    have failed before in the same task.
    """
    scope = _waiting_while_one_fails(build, "scope1")
    if build.seldom():
        return (Catch((scope,)), _waiting_while_one_fails(build, "scope2"))
    return (scope,)


@clause("failures/fails-fast")
@given(program=failing_while_all_wait())
def test_a_failure_cancels_siblings_and_body_at_once(explore: Explorer, program: Program) -> None:
    """If this fails, check whether failures are noticed only when the body has ended."""
    for run in explore(program, any_ending=True):
        for scope in run.scopes:
            _expect_siblings_and_body_cancelled(run, scope)


def _expect_siblings_and_body_cancelled(run: Run, scope: str) -> None:
    tasks = run.tasks_of(scope)
    failures = (each for each in run.trace.of(Did.FAILED) if each.subject in tasks)
    failed = next((each for each in failures if failure_names(each.detail)), None)
    if failed is None:
        return
    for task in ("main", *tasks):
        wait = _wait_since(run, scope, task, failed)
        # Otherwise time may have passed for reasons other than the failure.
        late = ("rest", "sleep 86400") if run.time_stands_still else ("rest",)
        if wait is None or not wait.subject.startswith(late):
            continue
        run.premise(True)  # noqa: FBT003 - what it waits for comes much later
        waiter = f"the body, in {task}," if task == "main" else f"its sibling {task}"
        situation = f"task {failed.task} failed while {waiter} waited for {wait.subject}"
        ends = run.trace.of(Did.INTERRUPTED, subject=wait.subject, task=task)
        interrupted = next((each for each in ends if each.number > wait.number), None)
        expect(interrupted, f"{situation}, but that wait was not cancelled")
        waited = interrupted.time - failed.time if interrupted else 0.0
        expect(
            waited < MOMENT or not run.time_stands_still,  # it may poll
            f"{situation}, but that wait was cancelled only {waited:g} virtual seconds later",
        )


def _wait_since(run: Run, scope: str, task: str, failed: Event) -> Event | None:
    """Return the wait in which a task is suspended when another task of its scope has failed.

    A task that was running at that time, because the failed task was eager, suspends only
    afterwards.
    """
    wait, began, exited = run.waiting_at(task, failed), run.began(task), run.exited(scope)
    if wait is None and began is not None and began.number < failed.number:
        later = run.trace[failed.number : exited and exited.number]
        return next((each for each in later if each.task == task and each.did is Did.WAITS), None)
    return wait
