"""`cancellation/current`: after `ctx.cancel()` the current task is cancelled.

That is at its next suspension, or as it returns. Tried in tasks, bodies, children and handlers.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.execution import tells_cancellation
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Catch,
    Deadline,
    Element,
    Execute,
    GetContext,
    Join,
    Process,
    Scope,
    Sleep,
    Source,
    Spawn,
    Start,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.cancellation.programs import cancels_itself, in_own_task
from haiway_conformance.suite.tasks.programs import RESULTS


def _suspends(build: Builder) -> Block:
    """Draw an operation that surely suspends, possibly after one that need not; then a step."""
    match build.number(0, 7):
        case 0:
            last: Block = (Yield(),)
        case 1:
            task = build.name("other")
            last = (Start(task, (build.suspension(),)), Await(task))
        case 2:
            last = (Deadline(9_999, (build.for_ever(),)),)
        case 3:
            last = (Sleep(0),)
        case 4:
            last = (build.for_ever(),)
        case _:
            last = (build.suspension(),)
    before: Block = ()
    if build.seldom():
        name = build.name("scope")
        before = (Scope(name, (build.spawn(build.busy_until_exit(name)),)),)
    return (*before, *last, GetContext("x"))


@programs
def cancelling_themselves(build: Builder) -> Block:
    """Draw a task, body or child that cancels itself, and then suspends."""
    block = build.with_clean_up((*cancels_itself(build), *_suspends(build)))
    busy = build.some(0, 1, lambda: build.spawn(build.busy_until_exit("scope0")))
    rest = (Wait("rest", "idle"), *build.pauses(1))
    match build.number(0, 3):
        case 0:
            block = (build.spawn(block), *rest)
        case 1:
            child = build.spawn(block)
            block = (build.spawn((child, *build.pauses(1))), *rest)
        case 2:
            block = (*in_own_task(build, block), *rest)
        case _:
            pass
    return (Start("runner", (Scope("scope0", (*busy, *block)),)),)


@clause("cancellation/current")
@given(program=cancelling_themselves())
def test_a_task_thatcancels_itself_is_cancelled_at_its_next_suspension(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether `ctx.cancel()` cancels the task of the scope instead."""
    for run in explore(program, any_ending=True):
        _expect_cancelled_at_next_suspension(run)
        run.must_end()
        run.must_not_raise_strangers()


CANCELLED = (Did.INTERRUPTED, Did.STOPPED, Did.CLEANS_UP)
"""Events that show that a task was cancelled at a suspension."""

WENT_ON = (Did.GOES_ON, Did.SAW, Did.GOT, Did.RETURNED)
"""Events that show that it was not."""


def _expect_cancelled_at_next_suspension(run: Run) -> None:
    """Expect that each task that cancelled itself was cancelled when it suspended next."""
    for request in run.trace.of(Did.REQUESTS):
        task = request.task
        if request.subject != task:
            continue
        after = [each for each in run.trace[request.number + 1 :] if each.task == task]
        shown = next((each for each in after if each.did in (*CANCELLED, *WENT_ON)), None)
        if shown is None and run.hung and after:
            shown = after[-1]  # it still waits, uncancelled
        if run.premise(shown) and shown:
            expect(
                shown.did in CANCELLED,
                f"{task} called `ctx.cancel()` and was not cancelled when it suspended next: it"
                f" {shown.did} {shown.subject if shown.subject != task else ''}".rstrip(),
            )


@programs
def cancelled_in_handlers(build: Builder) -> Block:
    """Draw a helper with a handler that cancels itself, and then suspends, beside others."""

    def element(*, cancels: bool) -> Element:
        if not cancels:
            return Element(body=build.pauses(2))
        return Element(body=(*cancels_itself(build), build.suspension(), GetContext("x")))

    count = build.number(1, 3)
    asking = build.number(0, count - 1)
    source = Source(elements=tuple(element(cancels=index == asking) for index in range(count)))
    call = build.one_of(Process, Execute)("helper", source, build.number(1, 3))
    return (Start("runner", (build.scope((call,)),)),)


@clause("cancellation/current")
@given(program=cancelled_in_handlers())
def test_a_handler_thatcancels_itself_is_cancelled(explore: Explorer, program: Program) -> None:
    """If this fails, check whether `ctx.cancel()` cancels the helper's caller, not the handler."""
    # How the helper ends is judged in the chapters process and execute.
    for run in explore(program, any_ending=True, hygiene=False):
        _expect_cancelled_at_next_suspension(run)


@programs
def cancelled_without_suspension(build: Builder) -> Block:
    """Draw tasks that cancel themselves, return without suspending again, and are awaited."""
    tasks = tuple(
        Spawn(
            build.name("t"),
            (*cancels_itself(build), *((GetContext("x"),) if build.flag() else ())),
            result=build.one_of(*RESULTS),
        )
        for _ in range(build.number(1, 2))
    )
    names = [task.task for task in tasks]
    awaits: Block = ()
    for _ in range(build.number(1, 3)):
        wait = Await(build.one_of(*names), build.one_of("await", "gather"))
        caught = Catch((wait,), "cancellation")
        match build.number(0, 2):
            case 0:
                awaits = (*awaits, *build.pauses(1), caught)
            case 1:
                awaits = (*awaits, build.spawn((*build.pauses(1), caught)))
            case _:
                name = build.name("other")
                awaits = (*awaits, Start(name, (caught,)), Join(name))
    return (Start("runner", (build.scope((*tasks, *awaits, Wait("rest", "idle"))),)),)


@clause("cancellation/current")
@given(program=cancelled_without_suspension())
def test_a_task_thatcancels_itself_and_returns_ends_cancelled(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a request is dropped if the task returns without suspending."""
    for run in explore(program):
        for got in run.trace.of(Did.GOT):
            request = run.trace.first(Did.REQUESTS, subject=got.subject)
            run.premise(request)
            expect(
                tells_cancellation(got.detail),
                f"task {got.subject} called `ctx.cancel()` and returned without suspending again;"
                f" {got.task}, which awaited it, got: {got.detail}",
            )
