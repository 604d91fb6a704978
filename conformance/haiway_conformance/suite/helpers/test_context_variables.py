"""Context variables set before the call are seen by the handlers, and by the source.

Properties of `process/context-variables` and `execute/context-variables`.
"""

from dataclasses import replace

from hypothesis import given

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder
from haiway_conformance.programs.drawing.sources import ASYNCHRONOUS, calling, calls, source
from haiway_conformance.programs.operations import (
    Block,
    Catch,
    Element,
    Fail,
    GetContext,
    Process,
    SetContext,
    Source,
)
from haiway_conformance.simulated_loop import Did


@calls
def handlers_that_look_up_context_variables(build: Builder) -> Block:
    """Draw handlers and a source that look up what the caller set; it had another value before.

    A handler may set it and call a helper itself, or fail after it has looked.
    """
    bodies: list[Block] = [
        (*build.pauses(1), GetContext("x"), *build.pauses(1), GetContext("x"))
        for _ in range(build.number(1, 4))
    ]
    if build.flag():
        within = Source(elements=(Element(body=(*build.pauses(1), GetContext("x"))),) * 2)
        call = Process("h2", within, build.number(1, 2))
        bodies.append((SetContext("x", "value of h2"), *build.pauses(1), call))
    elif build.seldom():
        bodies.append((GetContext("x"), Fail("error")))
    drawn_source = source(build, bodies)
    if drawn_source.kind in ASYNCHRONOUS:
        drawn_source = replace(drawn_source, before=(*drawn_source.before, GetContext("x")))
    before: Block = (SetContext("x", "value before"), *build.pauses(1)) if build.flag() else ()
    call = Process("h1", drawn_source, build.number(1, 3), tolerant=build.seldom())
    return (*before, SetContext("x", "value of h1"), *build.pauses(1), Catch((call,)))


@clause("process/context-variables", "execute/context-variables")
@given(program=handlers_that_look_up_context_variables())
def test_context_variables_of_the_caller_are_seen(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether calls run in a context that is older than the call."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_context_variables(run))


def expect_context_variables(run: Run) -> bool:
    """Check that handlers and sources see the context variables of the helper's caller."""
    met = False
    for look in run.trace.of(Did.SAW, subject="context x"):
        helper = look.task.removeprefix("source of ").partition("[")[0]
        own = run.trace.first(Did.SET, subject=look.subject, task=look.task)
        if helper not in ("h1", "h2") or own is not None:
            continue
        if helper == "h1" and look.detail == "value of h2":
            continue  # what one call has set and another sees is `handler-isolation`'s
        met = True
        who = f"handler call {look.task}" if "[" in look.task else f"the {look.task}"
        expect(
            look.detail == f"value of {helper}",
            f"{who} saw {look.subject} = {look.detail}; expected value of {helper}, which the"
            f" caller of {helper} had set before the call, and which nobody has changed since",
        )
    return met
