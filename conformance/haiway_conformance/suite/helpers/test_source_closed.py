"""Properties of `process/source-closed` and `execute/source-closed`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, busy, calling, calls, source
from haiway_conformance.programs.operations import Block, Catch, CleanUp, Process, Sleep
from haiway_conformance.simulation import Did
from haiway_conformance.suite.helpers.checks import over, returned
from haiway_conformance.suite.helpers.programs import TOLERABLE, any_failure


@calls
def generators_left_early(build: Builder) -> Block:
    """An async generator that is read from no more, since a call failed."""
    limit = build.number(1, 4)
    bodies: list[Block] = [(*build.pauses(1), any_failure(build, TOLERABLE))]
    bodies += [busy(build) for _ in range(build.number(0, 3))]
    ending = build.one_of("silent", "silent", "endless", "ends")
    clean_up = build.pauses(2)
    if build.seldom():
        # Calls end one after the other while the generator cleans up.
        slow = [(CleanUp((build.for_ever(),), (Sleep(seconds),)),) for seconds in (1, 2)]
        bodies, limit, ending, clean_up = [bodies[0], *slow], 4, "silent", (Sleep(3),)
    given = source(
        build, bodies, ASYNCHRONOUS[:1], ending=ending, clean_up=clean_up, rest=(Sleep(1),)
    )
    return (Catch((Process("h1", given, limit),)),)


@clause("process/source-closed", "execute/source-closed")
@given(program=generators_left_early())
def test_a_generator_that_is_left_early_is_closed(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: is the generator left to the garbage collector?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(source_closed(run))


def source_closed(run: Run) -> bool:
    """Demand that an async generator is closed by the time that the helper ends early."""
    done, began = over(run), run.began("source of h1")
    if done is None or began is None or returned(run):
        return False
    ended = run.ended("source of h1")
    expect(
        ended is not None and ended.number < done.number,
        f"helper h1 ended early ({done.detail}), and its source, an async generator, was not closed"
        " by then",
    )
    expect(
        not _was_interrupted(run) or run.trace.first(Did.CLEANED_UP, subject="source of h1"),
        f"helper h1 ended early ({done.detail}), and its source, an async generator that had been"
        " asked to stop, was asked again, which cut off its clean-up",
    )
    return True


def _was_interrupted(run: Run) -> bool:
    """Whether the source cleans up because it was asked to stop: nobody has to ask once more."""
    interrupted = run.trace.first(Did.INTERRUPTED, task="source of h1")
    cleans_up = run.trace.first(Did.CLEANS_UP, subject="source of h1")
    return bool(interrupted and cleans_up and interrupted.number < cleans_up.number)
