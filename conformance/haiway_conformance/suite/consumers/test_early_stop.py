"""The scope that made a stream closes its generator if the consumer leaves it early.

Tried with consumers that leave by `break`, by an error or with their task; with streams that are
read within generators, generators whose clean-up fails, and generators that catch a cancellation.
Properties of `streams/early-stop` and `merge/early-stop`.
"""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import clean_up, generator
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Catch,
    Consume,
    Element,
    Fail,
    Next,
    Open,
    Scope,
    Sleep,
    Source,
    Spawn,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.checks import (
    expect_clean_up_completed,
    expect_closed_by_exit,
)
from haiway_conformance.suite.consumers.programs import reading


@programs
def abandoned_streams(build: Builder) -> Block:
    """Draw a consumer that leaves its loop by `break`, by an error, or because its task ends.

    A task of the scope may fail after that.
    """
    ending = build.one_of("ends", "silent", "endless")
    source = generator(build, 1, 3, ending=ending, clean_up=clean_up(build))
    if ending == "endless":
        source = replace(source, before=(build.one_of(Yield(), Wait("p")),))
    opened = Open("s1", source)
    match build.number(0, 2):
        case 0:
            read: Block = (Consume("s1", build.pauses(1), 1),)
        case 1:
            read = (Catch((Consume("s1", (*build.pauses(1), Fail("error1"))),)),)
        case _:
            task = build.spawn((Consume("s1", build.pauses(1), 1),))
            read = (task, Await(task.task))
    after = build.pauses(1)
    if build.seldom():
        after = (build.spawn((Fail("error2"),)), Wait("failure", "idle"))
    return (Scope("scope1", (opened, *read, *after)),)


@clause("streams/early-stop", "merge/early-stop")
@given(program=abandoned_streams())
def test_an_abandoned_stream_is_closed_with_its_scope(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the generator is left to the garbage collector."""
    for run in explore(reading(program, chapter), any_ending=True):
        run.must_end()
        run.premise(expect_closed_by_exit(run))
        expect_clean_up_completed(run)


@programs
def streams_in_streams(build: Builder) -> Block:
    """Draw generators that read streams of their own, at several levels; all are left early."""
    depth = build.number(2, 4)
    read: Block = build.pauses(1)
    for level in range(depth, 0, -1):
        within = Source("async generator", (Element(),), read, "silent")
        read = (Open(f"s{level}", within), Next(f"s{level}"))
    return (Scope("scope1", (*read, *build.pauses(1))),)


@clause("streams/early-stop", "merge/early-stop")
@given(program=streams_in_streams())
def test_a_stream_within_a_generator_is_closed_too(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check which scope owns a stream that is made within a generator."""
    innermost = max((each.stream for each in program if isinstance(each, Open)), default="")
    for run in explore(reading(program, chapter), any_ending=True):
        run.must_end()
        run.premise(expect_closed_by_exit(run, innermost))


@programs
def left_beside_broken_ones(build: Builder) -> Block:
    """Draw streams that are left early, one of which raises while it is closed."""
    broken = generator(build, 1, 1, ending="silent", clean_up=(*build.pauses(1), Fail("error1")))
    others = [generator(build, 1, 1, ending="silent", clean_up=clean_up(build)) for _ in range(2)]
    sources = [*others]
    sources.insert(build.number(0, 2), broken)
    opened = tuple(Open(f"s{at}", each) for at, each in enumerate(sources, 1))
    read = tuple(Next(each.stream) for each in opened)
    return (Catch((Scope("scope1", (*opened, *read, *build.pauses(1))),)),)


@clause("streams/early-stop", "merge/early-stop")
@given(program=left_beside_broken_ones())
def test_an_error_of_a_clean_up_leaves_no_other_open(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether closing the streams stops at the first that raises."""
    for run in explore(reading(program, chapter), any_ending=True, hygiene=False):
        run.must_end()
        run.premise(run.trace.first(Did.FAILED))
        for stream in ("s1", "s2", "s3"):
            expect_closed_by_exit(run, stream)


@programs
def stubborn_generators(build: Builder) -> Block:
    """Draw a generator that catches its cancellation, and gives another item or ends."""
    before: Block = (Catch((Sleep(9_999),), "cancellation"), *build.pauses(1))
    items = (Element(),) * build.number(1, 3)
    opened = Open("s1", Source("async generator", items, before, clean_up=clean_up(build)))
    reader = Spawn("reader", (Next("s1"),))
    asked = Wait("asked", "idle", after="reader asks s1")
    return (Scope("scope1", (opened, reader, asked, *build.pauses(1))),)


@clause("streams/early-stop", "merge/early-stop")
@given(program=stubborn_generators())
def test_a_generator_that_goes_on_is_closed_all_the_same(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether a generator is taken for ended once it was cancelled."""
    for run in explore(reading(program, chapter), any_ending=True):
        run.must_end()
        expect_closed_by_exit(run)
        run.premise(run.trace.first(Did.CAUGHT, task="source of s1"))
