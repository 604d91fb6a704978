"""In what context a source is read is open, and recorded.

Properties of `process/source-context` and `execute/source-context`.
"""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import calling, source
from haiway_conformance.programs.operations import Block, GetContext, Process, SetContext
from haiway_conformance.simulated_loop import Did


@programs
def sources_that_look_around(build: Builder) -> Block:
    """Draw a source that reads a context variable which caller, handlers and it itself set."""
    bodies: list[Block] = [
        (SetContext("x", "set by a handler"), *build.pauses(1)) for _ in range(build.number(2, 4))
    ]
    drawn_source = source(build, bodies, ("async generator",))
    drawn_source = replace(
        drawn_source, before=(GetContext("x"), SetContext("x", "set by the source"))
    )
    call = Process("h1", drawn_source, build.number(1, 2))
    return (build.scope((SetContext("x", "set by the caller"), call, GetContext("x"))),)


@clause("process/source-context", "execute/source-context")
@given(program=sources_that_look_around())
def test_the_context_in_which_a_source_is_read(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """Record whose context variables the source sees, and whether the caller sees the source's."""
    for run in explore(calling(program, chapter)):
        for look in run.trace.of(Did.SAW, subject="context x"):
            if look.task == "source of h1":
                explore.observe(f"the source sees what was {look.detail}")
            elif look.detail == "set by the source":
                explore.observe("the caller sees what was set by the source")
