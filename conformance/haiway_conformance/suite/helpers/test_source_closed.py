"""A source that is an async generator is closed when the helper ends early.

Properties of `process/source-closed` and `execute/source-closed`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.failures import a_failure
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, busy, calling, calls, source
from haiway_conformance.programs.operations import Block, Catch, CleanUp, HelperCall, Process, Sleep
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.helpers.checks import helper_end
from haiway_conformance.suite.helpers.programs import TOLERABLE


@calls
def generators_left_early(build: Builder) -> Block:
    """Draw an async generator that is not read to its end, because a handler call fails."""
    limit = build.number(1, 3)  # often fewer than calls: then the generator is not being read
    bodies: list[Block] = [(*build.pauses(1), a_failure(build, *TOLERABLE))]
    bodies += [busy(build) for _ in range(build.number(0, 3))]
    ending = build.one_of("silent", "silent", "endless", "ends")
    clean_up = (build.suspension(), *build.pauses(1))
    if build.seldom():
        # Calls end one after the other while the generator cleans up.
        slow = [(CleanUp((build.for_ever(),), (Sleep(seconds),)),) for seconds in (1, 2)]
        bodies, limit, ending, clean_up = [bodies[0], *slow], 4, "silent", (Sleep(3),)
    drawn_source = source(
        build, bodies, ASYNCHRONOUS[:1], ending=ending, clean_up=clean_up, rest=(Sleep(1),)
    )
    return (Catch((Process("h1", drawn_source, limit),)),)


@clause("process/source-closed", "execute/source-closed")
@given(program=generators_left_early())
def test_a_generator_that_is_left_early_is_closed(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether the generator is left to the garbage collector."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_source_closed(run))


def expect_source_closed(run: Run) -> bool:
    """Check that the source had been closed, with its clean-up, when the helper ended early."""
    end, began = helper_end(run), run.began("source of h1")
    closed = run.ended("source of h1")
    if end is None or began is None or (closed is not None and closed.did is Did.RETURNED):
        return False  # it was read to its end, or never
    if not _is_read_from_async_generator(run):
        return False  # nothing else has to be closed: see the rewriting for partial implementations
    expect(
        closed is not None and closed.number < end.number,
        f"helper h1 ended early ({end.detail}), but its source, an async generator, was not closed"
        " by then",
    )
    expect(
        not _was_interrupted(run) or run.trace.first(Did.CLEANED_UP, subject="source of h1"),
        f"helper h1 ended early ({end.detail}), and its source, an async generator that was already"
        " cleaning up after a cancellation, was cancelled again, which cut off its clean-up",
    )
    return True


def _is_read_from_async_generator(run: Run) -> bool:
    calls_of_helpers = (each for each in run.program if isinstance(each, HelperCall))
    return any(each.source.kind == "async generator" for each in calls_of_helpers)


def _was_interrupted(run: Run) -> bool:
    """Return whether the source began to clean up because it was cancelled."""
    interrupted = run.trace.first(Did.INTERRUPTED, task="source of h1")
    cleans_up = run.trace.first(Did.CLEANS_UP, subject="source of h1")
    return bool(interrupted and cleans_up and interrupted.number < cleans_up.number)
