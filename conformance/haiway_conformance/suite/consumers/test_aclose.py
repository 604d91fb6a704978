"""`aclose()` closes the generator at once: when it returns, the clean-up has run.

Tried before, between and after items, while another task uses the stream, and after many items.
Properties of `streams/aclose` and `merge/aclose`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, maybe_pause, programs
from haiway_conformance.programs.drawing.sources import clean_up, generator
from haiway_conformance.programs.operations import (
    Await,
    Block,
    Cancel,
    Catch,
    CleanUp,
    Close,
    Consume,
    Element,
    Next,
    Open,
    Reach,
    Scope,
    Source,
    Spawn,
    Wait,
    Yield,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.consumers.checks import source_name, sources_of
from haiway_conformance.suite.consumers.programs import reading


@programs
def closed_streams(build: Builder) -> Block:
    """Draw a stream that is closed before, between or after items, and then asked for more."""
    ending = build.one_of("silent", "ends")
    source = generator(build, 1, 3, ending=ending, clean_up=clean_up(build))
    # Not more than there are: a silent source would keep the consumer from closing the stream.
    taken = min(build.one_of(1, 2, 0), len(source.elements))
    read: Block = (Consume("s1", build.pauses(1), taken),) if taken else ()
    return (build.scope((Open("s1", source), *read, Close("s1"), Next("s1"), *build.pauses(1))),)


@clause("streams/aclose", "merge/aclose")
@given(program=closed_streams())
def test_aclose_closes_the_generator_at_once(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether `aclose()` awaits the generator's clean-up, and returns then."""
    for run in explore(reading(program, chapter), any_ending=True):
        run.premise(expect_closed_by_aclose(run))
        run.must_end()


def expect_closed_by_aclose(run: Run, stream: str = "s1") -> bool:
    """Check that each generator of a closed stream had ended when `aclose()` returned.

    Args:
        run: The run.
        stream: The stream, which was closed once.

    Returns:
        Whether a generator ended because of that.
    """
    asked = run.trace.first(Did.WAITS, subject=f"aclose of {stream}")
    closed = run.trace.first(Did.SAW, subject=f"aclose of {stream}")
    expect(closed or not asked, f"`aclose()` of stream {stream} never returned")
    if closed is None:
        return False
    expect(closed.detail != "missing", f"stream {stream} has no `aclose`")
    expect(
        closed.detail == "done",
        f"`aclose()` of stream {stream} {closed.detail}, though no clean-up failed",
    )
    met = False
    for owner in sources_of(run, stream):
        began, ended = run.began(source_name(owner)), run.ended(source_name(owner))
        met = met or bool(began and ended and asked and asked.number < ended.number)
        expect(
            began is None or (ended is not None and ended.number < closed.number),
            f"`aclose()` of stream {stream} returned before {source_name(owner)} had ended and"
            " cleaned up",
        )
    return met


@programs
def streams_closed_in_use(build: Builder) -> Block:
    """Draw a stream that is closed while another task waits for an item, or closes it too."""
    clean_up = (Reach("closing"), build.suspension(), *build.pauses(1))
    source = generator(build, 1, 1, ending="silent", clean_up=clean_up)
    opened: Block = (Open("s1", source), Next("s1"))
    if build.flag():
        reader = Spawn("reader", (Catch((Next("s1"),)),))
        pending = Wait("pending", "idle", after="reader asks s1")
        return (Scope("scope1", (*opened, reader, pending, Close("s1"), Await("reader"))),)
    # If it is never closed, `Reach` lets the other tasks go on, so that the program ends.
    closer = Spawn("closer", (CleanUp((Close("s1"),), (Reach("closing"),)),))
    cancel: Block = (Cancel("closer"),) if build.flag() else ()
    again: Block = (Wait("again", after="closing"), *cancel, *build.some(0, 1, Yield), Close("s1"))
    return (Scope("scope1", (*opened, closer, *again)),)


@clause("streams/aclose", "merge/aclose")
@given(program=streams_closed_in_use())
def test_aclose_closes_a_stream_that_is_in_use(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether a second `aclose()` returns early, or a waiting task hangs.

    An implementation may refuse to close a stream that another task uses.
    """
    for run in explore(reading(program, chapter), any_ending=True):
        answers = run.trace.of(Did.SAW, subject="aclose of s1")
        for owner in sources_of(run):
            began, ended = run.began(source_name(owner)), run.ended(source_name(owner))
            for closed in answers:
                expect(
                    began is None
                    or closed.detail != "done"
                    or (ended is not None and ended.number < closed.number),
                    f"{closed.task} closed stream s1, which another task used, and `aclose()`"
                    f" returned before {source_name(owner)} had ended and cleaned up",
                )
        if run.premise(answers) and all(each.detail == "done" for each in answers):
            run.must_end()


@programs
def closed_after_many_items(build: Builder) -> Block:
    """Draw a stream that is closed after it has delivered many items."""
    end = maybe_pause(build)
    items = (Element(),) * 30
    source = Source("async generator", items, ending="silent", clean_up=end)
    read = Consume("s1", (), len(items) - build.number(0, 1))
    return (build.scope((Open("s1", source), read, Close("s1"))),)


@clause("streams/aclose", "merge/aclose")
@given(program=closed_after_many_items())
def test_aclose_closes_a_stream_that_has_given_very_many_items(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether closing waits behind a buffer of items."""
    for run in explore(reading(program, chapter), any_ending=True):
        run.premise(expect_closed_by_aclose(run))
        run.must_end()
