"""Properties of `tasks/handle`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    Catch,
    Fail,
    Query,
    Spawn,
    Start,
    Yield,
)
from haiway_conformance.simulation import Did
from haiway_conformance.suite.tasks.checks import result_of, spawn_operations
from haiway_conformance.suite.tasks.programs import RESULTS


@programs
def handles(build: Builder) -> Block:
    """Tasks awaited through every function of asyncio that takes a task, and looked at."""
    end: Block = (Fail("error"),) if build.seldom() else ()
    cancel: Block = (Yield(), Cancel("t1")) if not end and build.flag() else ()
    work: Block = (*build.pauses(1), build.suspension(), *end)
    if cancel and build.flag():  # it goes on all the same
        work = (Catch(work, "cancellation"), *build.pauses(1))
    task = Spawn("t1", work, result=build.one_of(*RESULTS))
    ways: Block = tuple(
        Await("t1", build.one_of("wait", "as_completed", "shield"))
        for _ in range(build.number(1, 2))
    )
    if cancel:  # who waits for it goes on, and looks at what was cancelled
        ways = (Catch(ways, "cancellation"),)
    look: Block = (Query("t1", build.one_of("plain", "twice", "in a context")),)
    body: Block = (task, *look, *cancel, *ways, *look, Yield(), Yield(), *build.pauses(1))
    return (Start("runner", (Catch((build.scope((Catch(body), *look, Yield())),)),)),)


@clause("tasks/handle")
@given(program=handles())
def test_the_handle_is_as_good_as_a_task(explore: Explorer, program: Program) -> None:
    """If this fails: is what `spawn` returns a wrapper that lacks something of a task?"""
    for run in explore(program):
        ended = run.ended("t1")
        result = result_of(spawn_operations(program)["t1"])
        done = run.trace.of(Did.SAW, subject="done() of t1")
        run.premise(done)
        for got in run.trace.of(Did.GOT, subject="t1"):
            allowed = [result] if ended and ended.did is Did.RETURNED else ["raised error"]
            expect(
                got.detail in allowed or got.detail.startswith("raised CancelledError"),
                f"task t1 {ended.did if ended else 'never ended'}, but who waited for it was"
                f" given: {got.detail}",
            )
        for look in done:
            _looks_right(run, result, look.number)
        called = run.seen("callback of t1")
        queries = [each for each in program if isinstance(each, Query)]
        twice = bool(queries) and queries[0].callback == "twice"
        expect(
            len(called) == len(done) * (1 + twice) or ended is None,
            f"{len(done)} of {len(queries)} callbacks were added{' twice' * twice} to t1, which has"
            f" ended, and {len(called)} were called",
        )
        expect(
            set(run.seen("context x in the callback of t1")) <= {"its own"},
            "a callback that was added to t1 with `context=` was called in another context",
        )
        expect(
            all(each == "the task itself" for each in called),
            f"a callback added to t1 was called with something else than the task: {called}",
        )


def _looks_right(run: Run, result: str, number: int) -> None:
    done, cancelled, value, error = (
        next(
            each.detail
            for each in run.trace[number:]
            if each.subject == f"{what}() of t1" and each.did is Did.SAW
        )
        for what in ("done", "cancelled", "result", "exception")
    )
    ended = run.ended("t1")
    running = ("False", "False", "raises InvalidStateError", "raises InvalidStateError")
    seen = (done, cancelled, value, error)
    told = any(each.number < number for each in run.trace.of(Did.GOT, subject="t1"))
    over = {
        Did.RETURNED: ("True", "False", result, "None"),
        Did.FAILED: ("True", "False", "raises error", "the exception object error"),
        Did.STOPPED: ("True", "True", "raises CancelledError", "raises CancelledError"),
    }
    if ended is None or ended.number > number:
        # One that never began has no end of its own to look at.
        expected = [running] if run.began("t1") else [running, over[Did.STOPPED]]
    elif told:
        expected = [over[ended.did]]
    else:
        expected = [running, over[ended.did]]  # its end may take an iteration to show
    expect(
        seen in expected,
        f"done, cancelled, result and exception of t1 were {seen}; expected"
        f" {' or '.join(map(str, expected))}",
    )
