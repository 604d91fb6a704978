"""Tasks: what `spawn` promises about the function, the handle, the result and the context."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.operations import Meet, Query, Spawn
from haiway_conformance.programs.strategies import tasks as draw
from haiway_conformance.simulation import Did
from haiway_conformance.suite.outcomes import named_result


def _spawns(program: Program) -> dict[str, Spawn]:
    return {each.task: each for each in program if isinstance(each, Spawn)}


def _result(spawn: Spawn) -> str:
    return named_result(spawn.result, spawn.task)


def _results_are_right(run: Run) -> None:
    spawns = _spawns(run.program)
    for got in run.trace.of(Did.GOT):
        expected = _result(spawns[got.subject])
        run.premise(True)  # noqa: FBT003 - somebody awaited a task
        expect(
            got.detail == expected,
            f"task {got.subject} returned {expected}, but {got.task}, which awaited it, was given:"
            f" {got.detail}",
        )


@clause("tasks/result")
@given(program=draw.awaited_results())
def test_every_awaiter_gets_the_result(explore: Explorer, program: Program) -> None:
    """If this fails: is the result handed out once only, copied, or lost where it is false?"""
    for run in explore(program):
        _results_are_right(run)


@clause("tasks/result")
@given(program=draw.gathered_results())
def test_gather_gives_each_result_in_its_place(explore: Explorer, program: Program) -> None:
    """If this fails: does the order of ending show in the order of results?"""
    for run in explore(program):
        _results_are_right(run)


@clause("tasks/handle")
@given(program=draw.handles())
def test_the_handle_is_as_good_as_a_task(explore: Explorer, program: Program) -> None:
    """If this fails: is what `spawn` returns a wrapper that lacks something of a task?"""
    for run in explore(program):
        ended = run.ended("t1")
        result = _result(_spawns(program)["t1"])
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


@clause("tasks/arguments")
@given(program=draw.passed_arguments())
def test_arguments_arrive_as_given(explore: Explorer, program: Program) -> None:
    """If this fails: are keywords dropped, or taken for the implementation's own parameters?"""
    for run in explore(program):
        for spawn in _spawns(program).values():
            began = run.began(spawn.task)
            if began is None:
                continue
            run.premise(spawn.positional or spawn.keyword)
            given_ = ", ".join(
                [*spawn.positional, *(f"{key}={name}" for key, name in spawn.keyword)]
            )
            expect(
                began.detail == given_,
                f"task {spawn.task} was spawned with ({given_}), but its function was called with"
                f" ({began.detail})",
            )


@clause("tasks/called-once")
@given(program=draw.plain_functions())
def test_the_function_is_called_once(explore: Explorer, program: Program) -> None:
    """If this fails: is the call made again somewhere, say where a first attempt failed?"""
    for run in explore(program):
        for task in _spawns(program):
            called, began = (
                run.trace.of(Did.CALLED, subject=task),
                run.trace.of(Did.BEGAN, subject=task),
            )
            run.premise(began)
            # One that was cancelled before it began need not have been called.
            expect(
                len(called) == 1 or (not called and not began),
                f"task {task} was spawned once, and its function was called {len(called)} times",
            )
            expect(len(began) <= 1, f"the body of task {task} was run {len(began)} times")


@clause("tasks/called-once")
@given(program=draw.called_in_other_ways())
def test_a_call_that_raises_is_made_once_and_surfaces(explore: Explorer, program: Program) -> None:
    """If this fails: is the call's exception taken for one of the implementation's own?"""
    for run in explore(program, any_ending=True):
        run.must_end()
        called = run.trace.of(Did.CALLED, subject="odd")
        if not run.premise(run.trace.of(Did.SPAWNING, subject="odd")):
            continue
        refused = run.trace.first(Did.REFUSED, subject="odd")
        instead = f": `spawn` refused it, and raised {refused.detail}" if refused else ""
        expect(
            len(called) == 1,
            f"task odd was spawned once, and its function, which raises, was called"
            f" {len(called)} times{instead if not called else ''}",
        )
        got = run.trace.first(Did.GOT, subject="odd")
        surfaced = (
            (refused and "call of odd" in refused.detail)
            or (got and "call of odd" in got.detail)
            or any("call of odd" in run.surfaced(scope) for scope in run.scopes)
        )
        expect(
            surfaced,
            "the function of task odd raised 'call of odd' when it was called, and nobody was told:"
            " neither the spawner, nor an awaiter, nor whoever left the scope",
        )


@clause("tasks/call-error-at-spawn")
@given(program=draw.called_in_other_ways())
def test_a_call_that_raises_surfaces_at_spawn(explore: Explorer, program: Program) -> None:
    """If this fails: is the call made later than `spawn`, so that its error comes elsewhere?"""
    for run in explore(program, any_ending=True):
        if run.premise(run.trace.first(Did.CALLED, subject="odd")):
            expect(
                run.trace.first(Did.REFUSED, subject="odd"),
                "the function of task odd raised when it was called, but `spawn` returned",
            )


@clause("tasks/not-a-coroutine")
@given(program=draw.odd_functions())
def test_a_function_that_gives_no_coroutine(explore: Explorer, program: Program) -> None:
    """Records what `spawn` does with a function whose result can't be awaited."""
    for run in explore(program, any_ending=True, hygiene=False):
        if run.trace.first(Did.REFUSED, subject="odd"):
            explore.observe("an error at spawn")
        elif got := run.trace.first(Did.GOT, subject="odd"):
            raised = got.detail.startswith("raised")
            explore.observe("an error at the awaiter" if raised else "the value, as the result")


@clause("tasks/concurrent")
@given(program=draw.barriers())
def test_tasks_can_meet_at_a_barrier(explore: Explorer, program: Program) -> None:
    """If this fails: are tasks run one after the other, or a limited number at a time?"""
    for run in explore(program):
        parties = max(each.parties for each in program if isinstance(each, Meet))
        met = run.trace.of(Did.GOES_ON, subject="barrier")
        run.premise(len(met) > 1)
        expect(
            len(met) == parties,
            f"of {parties} tasks that meet at a barrier, {len(met)} went on",
        )


@clause("tasks/unawaited")
@given(program=draw.fire_and_forget())
def test_a_task_runs_though_nobody_awaits_it(explore: Explorer, program: Program) -> None:
    """If this fails: does a task begin only when it is awaited?"""
    for run in explore(program):
        idle = run.trace.first(Did.GOES_ON, subject="last")
        if not run.premise(idle):
            continue
        for task in _spawns(program):
            began = run.began(task)
            expect(
                began is not None and idle is not None and began.number < idle.number,
                f"task {task}, which nobody awaits, had not begun when the loop had been idle and"
                " the body went on",
            )


@clause("tasks/spawn-returns")
@given(program=draw.spawned_and_left_alone())
def test_spawn_does_not_wait(explore: Explorer, program: Program) -> None:
    """If this fails: does `spawn` run the task to its end before it returns?"""
    for run in explore(program):
        for spawned in run.trace.of(Did.SPAWNED):
            ended = run.ended(spawned.subject)
            run.premise(run.began(spawned.subject))
            expect(
                ended is None or ended.number > spawned.number,
                f"spawn returned only when task {spawned.subject} had ended",
            )


@clause("tasks/eager-start")
@given(program=draw.spawned_before_a_rest())
def test_whether_a_task_begins_within_spawn(explore: Explorer, program: Program) -> None:
    """Records whether the function has begun when `spawn` returns; both are legal."""
    for run in explore(program, any_ending=True):
        for spawned in run.trace.of(Did.SPAWNED):
            began = run.began(spawned.subject)
            if began is not None:
                eager = began.number < spawned.number
                explore.observe("begins within spawn" if eager else "begins later")


@clause("tasks/context-copied")
@given(program=draw.contexts())
def test_context_variables_are_those_at_spawn(explore: Explorer, program: Program) -> None:
    """If this fails: is the context copied at the spawn, once per task?"""
    for run in explore(program):
        values = {"main": {"context x": "unset", "context y": "unset"}}
        for event in run.trace:
            if event.did is Did.SPAWNING:
                values[event.subject] = dict(values[event.task])
            elif event.did is Did.SET:
                # What a handler or a generator begins with is another clause's affair.
                values.setdefault(event.task, {})[event.subject] = event.detail
            elif event.did is Did.SAW and event.subject.startswith("context"):
                expected = values[event.task][event.subject]
                run.premise(any(each.get(event.subject) != expected for each in values.values()))
                expect(
                    event.detail == expected,
                    f"task {event.task} saw {event.subject} = {event.detail}; as of its spawn and"
                    f" what it set since, it is {expected}",
                )
