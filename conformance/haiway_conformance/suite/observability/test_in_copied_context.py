"""`observability/log-in-copied-context`, `observability/trace-in-copied-context`: as in the body.

What a program starts by copying the context logs in the scope, and belongs to its trace.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.copied_contexts import in_copied_context
from haiway_conformance.programs.operations import Block, Log, Trace

PROBE: Block = (Log("probe", "warning"), Trace())
"""Two observations of the scope that the code is in."""


@programs
def probes_in_copied_contexts(build: Builder) -> Block:
    """Draw probes in a body, and in a task of asyncio's own, a callback or a thread."""
    scope = build.scope((*PROBE, *in_copied_context(build, PROBE)))
    return (build.scope((scope,)),) if build.flag() else (scope,)


@clause("observability/log-in-copied-context")
@given(program=probes_in_copied_contexts())
def test_records_made_in_a_copied_context_identify_the_scope(
    explore: Explorer, program: Program
) -> None:
    """If this fails, check whether a record looks for its scope in the current task."""
    for run in explore(program):
        _expect_the_same(run, "log", "a record logged in the body identifies")


@clause("observability/trace-in-copied-context")
@given(program=probes_in_copied_contexts())
def test_a_copied_context_belongs_to_the_trace(explore: Explorer, program: Program) -> None:
    """If this fails, check whether `trace_id` looks for the trace in the current task."""
    for run in explore(program):
        _expect_the_same(run, "trace", "`trace_id()` in the body gave")


def _expect_the_same(run: Run, what: str, story: str) -> None:
    in_body = run.seen(what, task="main")
    for event in run.trace:
        if event.subject == what and event.task != "main" and run.premise(in_body):
            expect(
                event.detail == in_body[0],
                f"{story} {in_body[0]}; the same in {event.task}, which got a copy of the body's"
                f" context: {event.detail}",
            )
