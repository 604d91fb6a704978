"""`tasks/handle`: the object that `spawn` returns behaves like an `asyncio.Task`.

Tasks that return, fail or are cancelled are awaited through functions of asyncio that take tasks,
asked for `done()`, `cancelled()`, `result()` and `exception()`, and given callbacks.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.execution import tells_cancellation
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
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.tasks.checks import result_of, spawn_operations
from haiway_conformance.suite.tasks.programs import RESULTS


@programs
def awaited_and_queried_handle(build: Builder) -> Block:
    """Draw a task that is awaited through functions of asyncio, and queried before and after."""
    end: Block = (Fail("error"),) if build.seldom() else ()
    cancel: Block = (Yield(), Cancel("t1")) if not end and build.flag() else ()
    work: Block = (*build.pauses(1), build.suspension(), *end)
    if cancel and build.flag():  # the task goes on after the cancellation
        work = (Catch(work, "cancellation"), *build.pauses(1))
    task = Spawn("t1", work, result=build.one_of(*RESULTS))
    ways: Block = tuple(
        Await("t1", build.one_of("wait", "as_completed", "shield"))
        for _ in range(build.number(1, 2))
    )
    if cancel:  # the awaiter goes on, to query the cancelled task
        ways = (Catch(ways, "cancellation"),)
    query: Block = (Query("t1", build.one_of("plain", "twice", "in a context")),)
    body: Block = (task, *query, *cancel, *ways, *query, Yield(), Yield(), *build.pauses(1))
    return (Start("runner", (Catch((build.scope((Catch(body), *query, Yield())),)),)),)


@clause("tasks/handle")
@given(program=awaited_and_queried_handle())
def test_the_handle_works_like_a_task(explore: Explorer, program: Program) -> None:
    """If this fails, check what a task has that the wrapper returned by `spawn` lacks."""
    queries = [each for each in program if isinstance(each, Query)]
    twice = bool(queries) and queries[0].callback == "twice"
    result = result_of(spawn_operations(program)["t1"])
    for run in explore(program):
        ended = run.ended("t1")
        queried = run.trace.of(Did.SAW, subject="done() of t1")
        run.premise(queried)
        for got in run.trace.of(Did.GOT, subject="t1"):
            allowed = [result] if ended and ended.did is Did.RETURNED else ["raised error"]
            expect(
                got.detail in allowed or tells_cancellation(got.detail),
                f"task t1 {ended.did if ended else 'never ended'}, but {got.task}, which awaited"
                f" it, was given: {got.detail}",
            )
        for query in queried:
            _answers_are_right(run, result, query.number)
        called = run.seen("callback of t1")
        expect(
            len(called) == len(queried) * (1 + twice) or ended is None,
            f"{len(queried)} of {len(queries)} callbacks were added{' twice' * twice} to t1, which"
            f" has ended, and {len(called)} were called",
        )
        expect(
            set(run.seen("context x in the callback of t1")) <= {"its own"},
            "a callback that was added to t1 with `context=` was called in another context",
        )
        expect(
            all(each == "the task itself" for each in called),
            f"a callback added to t1 was called with something else than the task: {called}",
        )


def _answers_are_right(run: Run, result: str, number: int) -> None:
    """Demand that the query whose first event has that number got answers that fit the task."""
    answers = tuple(
        next(
            each.detail
            for each in run.trace[number:]
            if each.subject == f"{method}() of t1" and each.did is Did.SAW
        )
        for method in ("done", "cancelled", "result", "exception")
    )
    ended = run.ended("t1")
    running = ("False", "False", "raises InvalidStateError", "raises InvalidStateError")
    over = {
        Did.RETURNED: ("True", "False", result, "None"),
        Did.FAILED: ("True", "False", "raises error", "the exception object error"),
        Did.STOPPED: ("True", "True", "raises CancelledError", "raises CancelledError"),
    }
    if ended is None or ended.number > number:
        # A task that never began, and was cancelled, has no end in the trace.
        expected = [running] if run.began("t1") else [running, over[Did.STOPPED]]
    elif any(each.number < number for each in run.trace.of(Did.GOT, subject="t1")):
        expected = [over[ended.did]]
    else:
        expected = [running, over[ended.did]]  # the handle may know of the end an iteration later
    expect(
        answers in expected,
        f"done, cancelled, result and exception of t1 were {answers}; expected"
        f" {' or '.join(map(str, expected))}",
    )
