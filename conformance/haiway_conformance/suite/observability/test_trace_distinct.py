"""`observability/trace-distinct`: two outermost scopes have different trace ids.

Tried with scopes after each other, very many too, and at the same time, some with equal names.
"""

from hypothesis import given

from haiway_conformance.judgement import Explorer, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.operations import Block, Operation, Scope, Start, Trace
from haiway_conformance.suite.observability.checks import observations

MANY = 66
"""More than small numbers after which counters wrap."""


@programs
def several_outermost_scopes(build: Builder) -> Block:
    """Draw two or three outermost scopes that ask for their trace ids, or very many."""
    title = build.one_of("", "request")

    def scope() -> Operation:
        inner: Block = (build.scope((Trace(),)),) if build.seldom() else ()
        body: Block = (Trace(), *build.pauses(1), *inner)
        return Scope(build.name("outermost"), body, title=title)

    if build.flag():
        if build.seldom():
            many = (build.name("outermost") for _ in range(MANY))
            return tuple(Scope(each, (Trace(),), title=title) for each in many)
        return build.some(2, 3, scope)
    return build.some(2, 3, lambda: Start(build.name("request"), (*build.pauses(1), scope())))


@clause("observability/trace-distinct")
@given(program=several_outermost_scopes())
def test_outermost_scopes_have_traces_of_their_own(explore: Explorer, program: Program) -> None:
    """If this fails, check where the id comes from: a name, a constant, or the process."""
    for run in explore(program):
        seen: dict[str, str] = {}
        for each in observations(run, "trace"):
            outermost, trace = each.scopes[-1], each.event.detail
            if not trace.startswith("trace "):
                continue  # that there is one is `observability/trace-continues`
            owner = seen.setdefault(trace, outermost)
            run.premise(len(set(seen.values()) | {outermost}) > 1)
            expect(
                owner == outermost,
                f"{owner} and {outermost} are both outermost scopes, but `trace_id()` gave the same"
                f" id, {trace}, in both",
            )
