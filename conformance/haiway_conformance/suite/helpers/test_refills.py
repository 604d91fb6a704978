"""The place of a call that has ended is taken by another call, without waiting for others.

Tried with slow calls beside quick ones, and with calls that end together.
Properties of `process/refills` and `execute/refills`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ORDERED, calling, calls, source
from haiway_conformance.programs.operations import Block, Process, Sleep, Wait, Yield
from haiway_conformance.suite.helpers.checks import handler_calls, helper_call


@calls
def one_slow_call(build: Builder) -> Block:
    """Draw slow calls that go on until the last call has begun, and quick ones.

    At least one place is left for the quick calls.
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
    """If this fails, check whether the helper works in batches."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_refilled(run))


def expect_refilled(run: Run) -> bool:
    """Check that the last call began while the slow ones, which wait for it, went on."""
    call = helper_call(run)
    last = f"h1[{len(call.source.elements) - 1}]"
    slow = [
        f"h1[{index}]"
        for index, each in enumerate(call.source.elements)
        if any(getattr(operation, "event", "").startswith("slow") for operation in each.body)
    ]
    expect(
        run.began(last),
        f"with a limit of {call.limit}, {len(handler_calls(run)) - len(slow)} calls had ended, and"
        f" only {' and '.join(slow)} {'were' if slow[1:] else 'was'} unfinished; but {last} did not"
        " begin: the helper does not fill each free place",
    )
    run.must_end()
    return bool(run.began(slow[-1]))


@calls
def handlers_that_meet_again(build: Builder) -> Block:
    """Draw calls that end together; the calls after them wait until all of those have begun."""
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
    """If this fails, check whether two ends in one iteration free only one place."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_all_refilled(run))


def expect_all_refilled(run: Run) -> bool:
    """Check that all places of calls that ended together were taken by others."""
    limit, calls = helper_call(run).limit, [each.subject for each in handler_calls(run)]
    waiting = [each for each in calls if run.ended(each) is None]
    began = f"only {' and '.join(waiting)}" if waiting else "none"
    expect(
        len(calls) == 2 * limit,
        f"with a limit of {limit}, {len(calls) - len(waiting)} of {2 * limit} calls had ended, and"
        f" the others wait for each other; but of those {began} began: the helper does not fill"
        " each free place",
    )
    run.must_end()
    return True
