"""KeyboardInterrupt and SystemExit of a handler end the program, whatever the helper tolerates.

Properties of `process/interpreter-exit` and `execute/interpreter-exit`.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ORDERED, calling, calls, source
from haiway_conformance.programs.execution import Failure, described
from haiway_conformance.programs.operations import Block, Fail, Process
from haiway_conformance.simulated_loop import Did


@calls
def tolerated_interpreter_exits(build: Builder) -> Block:
    """Draw a tolerant helper of which one call raises KeyboardInterrupt or SystemExit.

    It does so after a pause: in the first step of an eager task, asyncio itself goes wrong.
    """
    bodies = [build.pauses(1) for _ in range(build.number(0, 3))]
    fail = Fail("exit", build.one_of("interrupt", "exit"))
    bodies.insert(build.number(0, len(bodies)), (*build.pauses(2, least=1), fail))
    return (Process("h1", source(build, bodies, ORDERED), build.number(1, 3), tolerant=True),)


@clause("process/interpreter-exit", "execute/interpreter-exit")
@given(program=tolerated_interpreter_exits())
def test_an_interpreter_exit_is_not_tolerated(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether `except BaseException` stands where failures are tolerated."""
    for run in explore(calling(program, chapter), hygiene=False, any_ending=True):
        failed = next((each for each in run.trace.of(Did.FAILED) if each.detail == "exit"), None)
        if not run.premise(failed) or failed is None:
            continue
        left = "nothing" if run.error is None else described(run.error)
        expect(
            isinstance(run.error, Failure) and left == "exit",
            f"handler call {failed.subject} raised a KeyboardInterrupt or SystemExit (named exit)"
            f" where exceptions are tolerated, but what left the program was {left}",
        )
