"""With enough elements, as many handler calls run at once as the limit allows.

Properties of `process/reaches-limit` and `execute/reaches-limit`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ORDERED, calling, calls, source
from haiway_conformance.programs.operations import Block, Join, Process, Start, Wait
from haiway_conformance.suite.helpers.checks import (
    handler_calls,
    helper_call,
    unfinished_calls,
)


@calls
def handlers_that_meet(build: Builder) -> Block:
    """Draw enough elements for the limit; none of the first calls ends before all have begun.

    The helper may be called in a handler, in one of a helper that is called in a handler itself,
    and so on, or beside another helper whose calls all wait.
    """
    limit = build.one_of(2, 40, 3, 12)
    last = f"h1[{limit - 1}] began"
    bodies: list[Block] = [(Wait(build.name("p"), after=last),) for _ in range(limit)]
    bodies += [build.pauses(1) for _ in range(build.number(0, 2))]
    call: Block = (Process("h1", source(build, bodies, ORDERED), limit),)
    match build.number(0, 3):
        case 0:
            for _ in range(build.number(1, 3)):
                outer = build.name("outer")
                call = (Process(outer, source(build, [call]), build.number(1, 2)),)
            return call
        case 1:
            held: list[Block] = [(Wait(build.name("held"), after=last),) for _ in range(2)]
            beside = Start("beside", (Process("h2", source(build, held), 2),))
            return (beside, Wait("all held", "idle"), *call, Join("beside"))
        case _:
            return call


@clause("process/reaches-limit", "execute/reaches-limit")
@given(program=handlers_that_meet())
def test_as_many_calls_run_as_the_limit_allows(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether a place is kept back, say for reading the source."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_limit_reached(run))


def expect_limit_reached(run: Run) -> bool:
    """Check that as many calls as the limit allows were unfinished at once."""
    call = helper_call(run)
    most = max((len(unfinished) for _, unfinished in unfinished_calls(run)), default=0)
    if most < call.limit and any(run.ended(each.subject) for each in handler_calls(run)):
        return False  # where calls end before the others have begun, fewer run at once
    expect(
        most >= call.limit,
        f"with {len(call.source.elements)} elements and a limit of {call.limit}, never more than"
        f" {most} handler calls ran at once",
    )
    run.must_end()
    return most > 1
