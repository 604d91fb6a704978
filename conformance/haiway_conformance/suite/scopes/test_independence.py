"""`scopes/independence`: scopes in concurrent tasks do not affect each other.

Tried with tasks that each run a scope of their own; some fail, some are cancelled. Resources of one
wait for another.
"""

from hypothesis import given

from haiway_conformance.adapter import available
from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    Catch,
    Fail,
    GetState,
    Join,
    Log,
    Provided,
    Reach,
    Resource,
    Scope,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.scopes.checks import expect_tasks_ended_inside


@programs
def concurrent_scopes(build: Builder) -> Block:
    """Draw tasks that each run a scope of their own; some fail, some are cancelled."""
    title = build.one_of("", "the same")

    def one(number: int) -> tuple[Block, Block]:
        name = f"scope{number}"
        fails: Block = (Fail(build.name("error")),) if build.flag() else ()
        if fails and build.flag():
            fails = (build.spawn(fails), Wait(build.name("rest"), "idle"))
        tasks = build.some(0, 2, lambda: build.spawn(build.busy_until_exit(name)))
        inner = Scope(
            name,
            (
                *build.pauses(1),
                *tasks,
                *build.pauses(3),
                GetState("A"),
                Log(f"probe{number}"),
                *fails,
            ),
            state=(Provided("A", f"of {name}"),),
            title=title,
        )
        task = f"runner{number}"
        start: Block = (Start(task, (Catch((inner,)),)),)
        cancel: Block = (*build.pauses(2), Cancel(task)) if build.seldom() else ()
        return start, cancel

    pairs = [one(number + 1) for number in range(build.number(2, 3))]
    starts = tuple(each for start, _ in pairs for each in start)
    cancels = tuple(each for _, cancel in pairs for each in cancel)
    if build.flag():
        joins = tuple(Join(f"runner{number + 1}") for number in range(len(pairs)))
        return (Scope("around", (*starts, *cancels, *joins)),)
    return (*starts, *cancels)


@clause("scopes/independence")
@given(program=concurrent_scopes())
def test_scopes_in_concurrent_tasks_leave_each_other_alone(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check for data kept per process, loop or name that belongs to one task."""
    for run in explore(program, any_ending=True):
        run.must_end()
        scopes = [scope for scope in run.scopes if scope != "around"]
        tasks = any(run.tasks_of(scope) for scope in scopes)
        run.premise(_overlap(run, scopes) and (tasks or "spawn" not in available()))
        nested = "around" in run.scopes
        for scope in scopes:
            runner = scope.replace("scope", "runner")
            # Whether nested scopes keep their tasks is `scopes/nested-tasks-end-inside`, and
            # whether cancelled ones do is `scopes/exit-under-cancellation`.
            if not nested and not run.trace.first(Did.REQUESTS, subject=runner):
                expect_tasks_ended_inside(run, scope)
            exiting = run.exiting(scope)
            failed = [each for each in run.trace.of(Did.FAILED) if each.task in run.tasks_of(scope)]
            for task in run.tasks_of(scope):
                interrupted = run.trace.first(Did.INTERRUPTED, task=task)
                own = (*failed, *([exiting] if exiting else []))
                expect(
                    interrupted is None or any(each.number < interrupted.number for each in own),
                    f"task {task} of scope {scope} was cancelled while the body of {scope} was"
                    f" still running, though only scopes of other tasks were exiting or failing",
                )
            seen = run.seen("state A", task=runner)
            expect(
                seen in ([], [f"of {scope}"]),
                f"in scope {scope}, the state of type A was {seen}, which belongs to another task's"
                " scope",
            )
            others = [each for each in scopes if each != scope]
            strangers = {
                failed.detail
                for failed in run.trace.of(Did.FAILED)
                if any(failed.task in run.tasks_of(other) for other in others)
            }
            expect(
                not (stray := sorted(strangers & run.surfaced(scope))),
                f"scope {scope} was exited with {', '.join(stray)}: a failure in the scope"
                " of another task",
            )
            logged = " ".join(run.seen("log", task=runner))
            expect(
                not any(other in logged for other in others),
                f"a record logged in scope {scope} names the scope of another task: {logged}",
            )


def _overlap(run: Run, scopes: list[str]) -> bool:
    """Return whether one of the scopes was entered while another one was open."""
    exits = [run.exited(scope) for scope in scopes]
    entries = run.trace.of(Did.ENTERED)
    return any(
        other.number < entry.number and (exited is None or entry.number < exited.number)
        for entry in entries
        for other, exited in zip(
            (each for each in entries if each.subject in scopes), exits, strict=True
        )
        if entry.subject in scopes
    )


@programs
def resources_that_wait_for_another_scope(build: Builder) -> Block:
    """Draw two scopes in two tasks, a resource of which waits for a step of the other scope."""
    moment = build.one_of("entered scope2", "exit of scope2", "runner2 is done")
    wait: Block = (Wait("other", "any", after=moment),)
    enter, exit_ = (wait, build.pauses(1)) if build.flag() else (build.pauses(1), wait)
    title = build.one_of("", "the same")
    waiting = Scope(
        "scope1", build.pauses(1), resources=(Resource("resource1", enter, exit_),), title=title
    )
    resources = (Resource("resource2", build.pauses(1), build.pauses(1)),)
    other = Scope("scope2", build.pauses(1), resources=resources, title=title)
    first = Start("runner1", (waiting,))
    second = Start("runner2", (*build.pauses(1), other, Reach("runner2 is done")))
    return (first, second) if build.flag() else (second, first)


@clause("scopes/independence")
@given(program=resources_that_wait_for_another_scope())
def test_resources_of_one_scope_do_not_wait_for_those_of_another(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check for a lock that is held while resources are entered or exited."""
    for run in explore(program, any_ending=True):
        run.must_end()
        run.premise(run.exited("scope1") and run.exited("scope2"))
