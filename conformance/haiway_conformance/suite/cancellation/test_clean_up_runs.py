"""`cancellation/clean-up-runs`: exit cancels a task once, and lets its clean-up run to the end.

Tried with long clean-ups of tasks, handlers and bodies, when the body returns, fails or is
cancelled.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import generator, source
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    Catch,
    CleanUp,
    Close,
    Consume,
    Deadline,
    Fail,
    Next,
    Open,
    Operation,
    Process,
    Scope,
    Sleep,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did


def _clean_up(build: Builder, depth: int = 1) -> Block:
    """Draw a clean-up with suspensions of every kind, none of which fails.

    Scopes and helpers in it are caught: whether they accept tasks while an outer scope exits is not
    what this clause is about.
    """
    match build.number(0, 9 if depth else 3):
        case 0:
            block: Block = (build.suspension(),)
        case 1:
            block = (Deadline(1, (build.for_ever(),)),)
        case 2:
            name = build.name("own")
            block = (Start(name, build.pauses(2)), Await(name, "gather"))
        case 3 | 8:
            bodies = [build.pauses(1) for _ in range(build.number(1, 2))]
            block = (Catch((Process(build.name("helper"), source(build, bodies)),)),)
        case 4:
            block = (CleanUp(_clean_up(build, depth - 1), _clean_up(build, depth - 1)),)
        case 5:
            task = build.spawn(build.pauses(2))
            block = (Catch((build.scope((task, Await(task.task))),)),)
        case 6 | 9:
            stream = Open(build.name("s"), generator(build, 1, 2))
            read = build.one_of(Consume(stream.stream), Next(stream.stream))
            block = (Catch((build.scope((stream, read, Close(stream.stream))),)),)
        case _:
            name = build.name("scope")
            tasks = build.some(1, 2, lambda: build.spawn(build.busy_until_exit(name)))
            block = (Catch((Scope(name, (*tasks, *build.pauses(1))),)),)
    return (*block, *build.pauses())


def _helper_with_clean_ups(build: Builder) -> Block:
    """Draw a helper whose calls end by cancellation alone, and take a while to clean up."""
    bodies: list[Block] = [
        (CleanUp((build.for_ever(),), _clean_up(build, 0)),) for _ in range(build.number(2, 3))
    ]
    return (Process(build.name("helper"), source(build, bodies), len(bodies)),)


@programs
def long_clean_ups(build: Builder) -> Block:
    """Draw scopes whose tasks clean up at length when a body returns, fails or is cancelled."""

    def task() -> Operation:
        body: Block = (*build.pauses(1), build.for_ever())
        if build.seldom():
            return build.spawn(_helper_with_clean_ups(build))
        if build.seldom():
            body = (build.scope((build.spawn((CleanUp(body, _clean_up(build)),)), *body)),)
        if build.seldom():
            return build.spawn((Catch(body, "cancellation"), *_clean_up(build)))
        return build.spawn((CleanUp(body, _clean_up(build)),))

    end: Block = ()
    request: Block = ()
    match build.number(0, 3):
        case 0:
            pass
        case 1:
            end = (Fail("error"),)
        case 2:
            end = (build.spawn((*build.pauses(1), Fail("error"))), Wait("failure", "idle"))
        case _:
            end = (build.for_ever(),)
            request = (Wait("request", "idle"), Wait("then", "idle"), Cancel("runner"))
    tasks = build.some(1, 2, task)
    block: Block = (build.scope((*tasks, Wait("p", "idle"), *end)),)
    if build.seldom():
        block = (build.scope((*build.some(0, 1, task), *block)),)
    return (Start("runner", (Catch(block),)), *request)


@clause("cancellation/clean-up-runs")
@given(program=long_clean_ups())
def test_the_end_of_a_scope_interrupts_no_clean_up(explore: Explorer, program: Program) -> None:
    """If this fails, check whether a task is cancelled repeatedly until it ends."""
    for run in explore(program):
        for scope in run.scopes:
            for task in run.tasks_of(scope):
                run.premise(_expect_undisturbed_clean_up(run, task))
        # A helper cancels each of its calls once, too.
        for call in [each.subject for each in run.trace.of(Did.BEGAN) if "[" in each.subject]:
            run.premise(_expect_undisturbed_clean_up(run, call))


def _expect_undisturbed_clean_up(run: Run, task: str) -> bool:
    """Expect that what a task does after its cancellation runs to its end.

    Returns:
        True if the task was cancelled and reacted to that.
    """
    interrupted = run.trace.first(Did.INTERRUPTED, task=task)
    if interrupted is None:
        return False
    began = run.trace.first(Did.CLEANS_UP, Did.CAUGHT, task=task)
    if began is None or began.number < interrupted.number:
        return False
    clean_ups = run.trace.of(Did.CLEANS_UP, Did.CLEANED_UP, task=task)
    opened = sum(1 if each.did is Did.CLEANS_UP else -1 for each in clean_ups)
    again = run.trace.last(Did.INTERRUPTED, task=task)
    expect(
        not opened,
        f"{task} was cancelled at {interrupted.subject}, and its clean-up was cut off"
        + (f" at {again.subject}" if again and again.number > began.number else "")
        + ", though only its scope or helper had cancelled it",
    )
    ended = run.ended(task)
    expect(
        began.did is not Did.CAUGHT or (ended and ended.did is Did.RETURNED),
        f"{task} had been cancelled at {interrupted.subject} and had caught that; it was cancelled"
        f" again{f' at {again.subject}' if again else ''}, though only its scope or helper had"
        " cancelled it",
    )
    return True


@programs
def clean_ups_beside_a_failure(build: Builder) -> Block:
    """Draw tasks that clean up because another one fails, while their scope exits."""

    def cleaning() -> Operation:
        return build.spawn((CleanUp((build.for_ever(),), build.pauses(3, least=1)),))

    failing = build.spawn((*build.pauses(1), Fail("error")))
    tasks = build.some(1, 2, cleaning)
    return (Catch((build.scope((*tasks, failing, Wait("p", "idle"), *build.pauses(1))),)),)


@clause("cancellation/clean-up-runs")
@given(program=clean_ups_beside_a_failure())
def test_the_end_of_a_failing_scope_interrupts_no_clean_up(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether exit cancels tasks again that a failure has cancelled."""
    for run in explore(program, any_ending=True):
        for task in run.tasks_of("scope1"):
            met = _expect_undisturbed_clean_up(run, task)
            run.premise(met and run.trace.of(Did.FAILED))


@programs
def bodies_that_clean_up(build: Builder) -> Block:
    """Draw a body that cleans up because tasks fail, at once or one after the other."""

    def task() -> Operation:
        fail = Fail(build.name("error"))
        if build.flag():
            return build.spawn((*build.pauses(), fail))
        return build.spawn((CleanUp((build.until_exit("scope1"),), (*build.pauses(), fail)),))

    first = build.spawn((*build.pauses(1), Fail(build.name("error"))))
    # Not for ever: that a failure cancels the body at once is `failures/fails-fast`.
    body = CleanUp((Wait("p", "idle"), Sleep(9_999)), (build.suspension(), *build.pauses()))
    block: Block = (Scope("scope1", (first, *build.some(0, 3, task), body)),)
    if build.seldom():
        block = (Scope("around", (build.spawn(build.busy_until_exit("around")), *block)),)
    return (Start("runner", (Catch(block),)),)


@clause("cancellation/clean-up-runs")
@given(program=bodies_that_clean_up())
def test_further_failures_interrupt_no_clean_up_of_the_body(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether each failure cancels the body again."""
    for run in explore(program):
        _expect_undisturbed_clean_up(run, "runner")
        # In a scope that does not fail fast, the body is not cancelled, and cleans up later.
        run.premise(run.trace.first(Did.CLEANS_UP, task="runner"))
