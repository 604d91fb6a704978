"""Each handler call is alone with the variables and context variables that it sets.

Properties of `process/handler-isolation` and `execute/handler-isolation`.
"""

from hypothesis import given
from hypothesis import strategies as st

from haiway_conformance.judgement import Explorer, Run, clause, expect
from haiway_conformance.programs import Program
from haiway_conformance.programs.drawing.builder import Builder, programs
from haiway_conformance.programs.drawing.sources import calling, calls, source
from haiway_conformance.programs.operations import (
    Block,
    GetContext,
    GetVariable,
    Process,
    SetContext,
    SetVariable,
)
from haiway_conformance.simulated_loop import Did
from haiway_conformance.suite.helpers.checks import is_handler_call


@calls
def handlers_that_set_what_they_see(build: Builder) -> Block:
    """Draw handlers that look up context variables, set them, and look again."""
    return _calls_that_set(build, has_variables=False)


@programs
def handlers_with_variables(build: Builder) -> Block:
    """Draw handlers, in a scope, that look up variables, set them, and look again."""
    return (build.scope(_calls_that_set(build, has_variables=True)),)


def _calls_that_set(build: Builder, *, has_variables: bool) -> Block:
    look: Block = (GetVariable("A"),) if has_variables else (GetContext("x"),)

    def sets() -> Block:
        value = build.name("value")
        return (SetVariable("A", value),) if has_variables else (SetContext("x", value),)

    bodies = [
        (*look, *sets(), *build.pauses(1), *look) if build.flag() else (*build.pauses(1), *look)
        for _ in range(build.number(1, 4))
    ]
    bodies.insert(0, (*build.pauses(1), *sets(), *look))
    before = sets() if build.flag() else ()
    # With a limit of 1, a plain loop shows each call the context variables of those before.
    limit = build.number(1, 3) if has_variables else build.number(2, 3)
    return (*before, Process("h1", source(build, bodies), limit))


@clause("process/handler-isolation", "execute/handler-isolation")
@given(program=st.one_of(handlers_that_set_what_they_see(), handlers_with_variables()))
def test_no_handler_call_sees_what_another_one_has_set(
    explore: Explorer, chapter: str, program: Program
) -> None:
    """If this fails, check whether a worker handles several elements in one context."""
    for run in explore(calling(program, chapter), any_ending=True):
        run.premise(expect_isolated(run))


def expect_isolated(run: Run) -> bool:
    """Check that no handler call sees what another has set, nor variables of the caller."""
    met = False
    setters: dict[str, str] = {}
    own: dict[tuple[str, str], str] = {}
    for each in run.trace:
        if each.did is Did.SET:
            setters[each.detail] = each.task
            own[each.task, each.subject] = each.detail
        if each.did is not Did.SAW or not is_handler_call(each.task):
            continue
        setter = setters.get(each.detail, each.task)
        is_variable = each.subject.startswith("variable")
        if each.task in run.inline and not is_variable:
            continue  # in its caller's own task, a plain loop over the elements shows the same
        met = met or any(is_handler_call(task) and task != each.task for task in setters.values())
        expect(
            setter == each.task or not (is_variable or is_handler_call(setter)),
            f"handler call {each.task} saw {each.subject} = {each.detail}, which {setter} has set;"
            f" expected {own.get((each.task, each.subject), 'None' if is_variable else 'another')}:"
            " each call is alone with what it sets",
        )
    return met
