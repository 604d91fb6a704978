"""Properties of `process/refills` and `execute/refills`."""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ORDERED, calling, calls, source
from haiway_conformance.programs.operations import Block, Process, Sleep, Wait, Yield
from haiway_conformance.suite.helpers.checks import begun, call_of


@calls
def one_slow_call(build: Builder) -> Block:
    """Calls that go on until the last one has begun, while others come and go.

    One place is left for the others, or more.
    """
    limit = build.number(2, 4)
    count = build.number(limit + 1, limit + 4) + build.one_of(0, 0, 60)
    slow = build.number(1, limit - 1)
    first = build.number(0, limit - slow)
    bodies = [build.pauses(1) if at < limit + 4 else () for at in range(count)]
    for at in range(first, first + slow):
        bodies[at] = (*build.pauses(1), Wait(build.name("slow"), after=f"h1[{count - 1}] began"))
    return (Process("h1", source(build, bodies, ORDERED), limit),)


@clause("process/refills", "execute/refills")
@given(program=one_slow_call())
def test_a_free_place_is_taken_at_once(explore: Explorer, chapter: str, program: Program) -> None:
    """If this fails: does the helper work in batches?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(refills(run))


def refills(run: Run) -> bool:
    """Demand that a place is taken again while others go on, which do till the last."""
    call = call_of(run)
    last = f"h1[{len(call.source.elements) - 1}]"
    slow = [
        f"h1[{index}]"
        for index, each in enumerate(call.source.elements)
        if any(getattr(operation, "point", "").startswith("slow") for operation in each.body)
    ]
    expect(
        run.began(last),
        f"{len(begun(run)) - len(slow)} other calls had ended, the limit is {call.limit}, and only"
        f" {' and '.join(slow)} {'were' if slow[1:] else 'was'} unfinished; but {last} did not"
        " begin: the helper does not take each place that is free",
    )
    run.must_end()
    return bool(run.began(slow[-1]))


@calls
def handlers_that_meet_again(build: Builder) -> Block:
    """Calls that end together; none of those that take their places ends before all began."""
    limit = build.number(2, 4)
    end: Block = build.one_of((Sleep(1),), (Yield(),), (), (Wait(build.name("p")),))
    meeting = Wait(build.name("meeting"), after=f"h1[{2 * limit - 1}] began")
    bodies: list[Block] = [*[end] * limit, *[(meeting,)] * limit]
    return (Process("h1", source(build, bodies, ORDERED), limit),)


@clause("process/refills", "execute/refills")
@given(program=handlers_that_meet_again())
def test_all_places_that_become_free_together_are_taken(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails: are two ends in one iteration noticed as one?"""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(refills_all(run))


def refills_all(run: Run) -> bool:
    """Demand that the places of calls that ended together are all taken again."""
    limit, calls = call_of(run).limit, [each.subject for each in begun(run)]
    waiting = [each for each in calls if run.ended(each) is None]
    expect(
        len(calls) == 2 * limit,
        f"with a limit of {limit}, {len(calls) - len(waiting)} of {2 * limit} calls had ended, and"
        f" the others wait for each other; but no more of them were begun than"
        f" {', '.join(waiting) or 'none'}: the helper does not take each place that is free",
    )
    run.must_end()
    return True
