"""`tasks/kept`: what runs is not lost when garbage is collected, though only it knows itself.

Tasks, calls of handlers and generators wait for something that nobody else refers to, while garbage
is collected: the event loop keeps only weak references to tasks.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import (
    Block,
    Cancel,
    CleanUp,
    CollectGarbage,
    Consume,
    Element,
    Execute,
    Forget,
    Iterate,
    Merge,
    Next,
    Open,
    Process,
    Scope,
    Source,
    Start,
    Wait,
)
from haiway_conformance.simulated_loop import Did, Event


def _waits(build: Builder) -> Block:
    """Draw code that waits for what nobody else knows, and then cleans up."""
    return (*build.pauses(1), CleanUp((build.for_ever(),), build.pauses(1)))


@programs
def forgotten_tasks(build: Builder) -> Block:
    """Draw tasks that wait for ever, and that the program does not know any more."""
    tasks = tuple(build.spawn(_waits(build)) for _ in range(build.one_of(1, 1, 2, 40)))
    child = build.spawn(_waits(build))
    family = build.spawn((child, Forget(child.task), *_waits(build)))
    spawns = (*tasks, *((family,) if build.seldom() else ()))
    forgets = tuple(Forget(each.task) for each in spawns)
    collected: Block = (Wait("begun", "idle"), CollectGarbage(), *build.pauses(1))
    return (Start("runner", (Scope("scope0", (*spawns, *forgets, *collected)),)),)


@clause("tasks/kept")
@given(program=forgotten_tasks())
def test_tasks_are_kept_while_they_run(explore: Explorer, program: Program) -> None:
    """If this fails, check whether something strong refers to each task until it has ended."""
    for run in explore(program, any_ending=True, about_exit=True):
        exiting = run.exiting("scope0")
        for wait in run.trace.of(Did.WAITS):
            if wait.subject.startswith("never") and run.premise(exiting):
                _expect_kept(run.ended(wait.task), wait, exiting)


@programs
def forgotten_calls_and_generators(build: Builder) -> Block:
    """Draw a helper or a stream that waits for ever, and cancel its caller afterwards."""
    match build.number(0, 3):
        case 0 | 1:
            elements = tuple(Element(body=_waits(build)) for _ in range(build.number(1, 2)))
            helper = build.one_of(Process, Execute)
            block: Block = (helper("helper", Source(elements=elements), build.number(1, 2)),)
        case 2:
            block = (Iterate("stream", 1, _waits(build)),)
            if build.flag():  # it has given an item before
                source = Source("async generator", (Element(),), clean_up=_waits(build))
                block = (Open("stream", source), Consume("stream"))
        case _:
            sources = [Source("async generator", (Element(),), _waits(build)) for _ in range(2)]
            block = (Merge("merge", tuple(sources)), Next("merge"))
    collected = (Wait("begun", "idle"), CollectGarbage(), *build.pauses(1))
    return (Start("runner", (Scope("scope0", block),)), *collected, Cancel("runner"))


@clause("tasks/kept")
@given(program=forgotten_calls_and_generators())
def test_calls_and_generators_are_kept_while_they_run(explore: Explorer, program: Program) -> None:
    """If this fails, check whether helper and stream refer to the tasks that they use."""
    for run in explore(program, any_ending=True, about_exit=True):
        request = run.trace.first(Did.REQUESTS, subject="runner")
        for wait in run.trace.of(Did.WAITS):
            if wait.subject.startswith("never") and run.premise(request):
                _expect_kept(run.ended(wait.task), wait, request)


def _expect_kept(ended: Event | None, wait: Event, stopped: Event | None) -> None:
    """Expect that what waits for ever has not ended before it was stopped."""
    expect(
        ended is None or stopped is None or ended.number > stopped.number,
        f"{wait.task} waited for what nobody but itself knew, and was lost when garbage was"
        " collected: its coroutine was closed before anything had stopped it",
    )
